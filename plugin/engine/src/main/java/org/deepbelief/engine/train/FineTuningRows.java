// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;

/**
 * The rows of a fine-tuning, all with a target where one is learned.
 *
 * @param learned those to learn from
 * @param heldOut those that are only measured
 */
public record FineTuningRows(Split.Part learned, Split.Part heldOut) {

    /**
     * Parts the rows as a training with these settings does.
     *
     * @param run gives the share to hold out, and the seed
     * @param checkCancelled throws if the pass over the rows is to end
     * @throws IllegalArgumentException if no row would be left to learn from
     */
    public static FineTuningRows of(final SampleMatrix samples, final FineTuning.Target target,
        final TrainingSettings run, final Runnable checkCancelled) {
        final Split split = Split.of(samples, run.validationShare(), target.classes(), run.seed(),
            checkCancelled);
        return target.targets() == 0 ? new FineTuningRows(split.training(), split.validation())
            : new FineTuningRows(new TargetValues(samples, split.training(), checkCancelled).present(),
                new TargetValues(samples, split.validation(), checkCancelled).present());
    }

    /**
     * The classes that are learned from but have no row among those held out; none where none is held out.
     *
     * @param checkCancelled throws if the pass over the rows is to end
     */
    public List<String> classesNotHeldOut(final SampleMatrix samples, final ClassColumn column,
        final Runnable checkCancelled) {
        if (heldOut.size() == 0) {
            return List.of();
        }
        final boolean[] there = present(new TargetValues(samples, learned, checkCancelled), column.size());
        final boolean[] measured = present(new TargetValues(samples, heldOut, checkCancelled), column.size());
        final List<String> missing = new ArrayList<>();
        for (int c = 0; c < there.length; c++) {
            if (there[c] && !measured[c]) {
                missing.add(column.values().get(c));
            }
        }
        return missing;
    }

    private static boolean[] present(final TargetValues targets, final int classes) {
        final boolean[] present = new boolean[classes];
        targets.forEach((row, value) -> present[(int)value] = true);
        return present;
    }
}
