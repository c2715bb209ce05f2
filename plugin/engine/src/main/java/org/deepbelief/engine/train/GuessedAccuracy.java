// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import org.deepbelief.engine.data.SampleMatrix;

/** The accuracy that guessing reaches, for a training that has learned nothing to be told from it. */
public final class GuessedAccuracy {

    private GuessedAccuracy() {
    }

    /**
     * The share of the most frequent class among the labelled rows.
     *
     * @param samples the rows with their classes as target 0, NaN where it is missing
     * @param classes how many there are
     * @param checkCancelled throws if the pass over the rows is to end
     * @return NaN if no row has a class
     */
    public static double of(final SampleMatrix samples, final int classes, final Runnable checkCancelled) {
        final long[] counts = TargetValues.all(samples, checkCancelled).counts(classes);
        return (double)Arrays.stream(counts).max().orElse(0) / Arrays.stream(counts).sum();
    }
}
