// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.BitSet;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;

/** Target 0 of some rows, for passes over all of them, which ask now and then whether they are to go on. */
final class TargetValues {

    private static final int ROWS_TO_CANCEL = 256;

    private final SampleMatrix samples;

    private final Split.Part rows;

    private final Runnable checkCancelled;

    /** Of all rows. */
    static TargetValues all(final SampleMatrix samples, final Runnable checkCancelled) {
        return new TargetValues(samples, Split.none(samples).training(), checkCancelled);
    }

    /** @param checkCancelled throws if the pass is to end */
    TargetValues(final SampleMatrix samples, final Split.Part rows, final Runnable checkCancelled) {
        this.samples = samples;
        this.rows = rows;
        this.checkCancelled = checkCancelled;
    }

    /** Takes the target of a row, NaN where it is missing. */
    @FunctionalInterface
    interface Taker {

        /** Takes one. */
        void take(long row, float value);
    }

    /** Hands out the targets in the order of the rows. */
    void forEach(final Taker taker) {
        for (long i = 0; i < rows.size(); i++) {
            if (i % ROWS_TO_CANCEL == 0) {
                checkCancelled.run();
            }
            final long row = rows.row(i);
            taker.take(row, samples.target(row, 0));
        }
    }

    /** How many rows each class has; those without a class do not count. */
    long[] counts(final int classes) {
        final long[] counts = new long[classes];
        forEach((row, value) -> {
            if (!Float.isNaN(value)) {
                counts[(int)value]++;
            }
        });
        return counts;
    }

    /** The rows whose target is there. */
    Split.Part present() {
        final BitSet chosen = new BitSet();
        forEach((row, value) -> {
            if (!Float.isNaN(value)) {
                chosen.set((int)row);
            }
        });
        return chosen.cardinality() == rows.size() ? rows : Split.Part.of(chosen);
    }
}
