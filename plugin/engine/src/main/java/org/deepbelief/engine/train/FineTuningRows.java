// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;

/**
 * The rows of a fine-tuning.
 *
 * @param learned those to learn from: all with a target where one is learned, unless the outputs are to be steady
 *            around others too
 * @param heldOut those that are only measured, all with a target where one is learned
 */
public record FineTuningRows(Split.Part learned, Split.Part heldOut) {

    /**
     * Parts the rows as a training with these settings does.
     *
     * @param smooth whether rows without a target are learned from too, see {@link Smoothness}
     * @param run gives the share to hold out, and the seed
     * @param checkCancelled throws if the pass over the rows is to end
     * @throws IllegalArgumentException if no row would be left to learn from
     */
    public static FineTuningRows of(final SampleMatrix samples, final FineTuning.Target target,
        final boolean smooth, final TrainingSettings run, final Runnable checkCancelled) {
        final Split split = Split.of(samples, run.validationShare(), target.classes(), run.seed(),
            checkCancelled);
        return target.targets() == 0 ? new FineTuningRows(split.training(), split.validation())
            : new FineTuningRows(smooth ? split.training() : present(samples, split.training(), checkCancelled),
                present(samples, split.validation(), checkCancelled));
    }

    private static Split.Part present(final SampleMatrix samples, final Split.Part rows,
        final Runnable checkCancelled) {
        return new TargetValues(samples, rows, checkCancelled).present();
    }

    /**
     * The rows to learn from that have a target, where some may lack it.
     *
     * @param checkCancelled throws if the pass over the rows is to end
     */
    Split.Part labelled(final SampleMatrix samples, final Runnable checkCancelled) {
        return present(samples, learned, checkCancelled);
    }

    /**
     * The steps of an epoch, where some rows may lack their target.
     *
     * @param checkCancelled throws if the pass over the rows is to end
     */
    public long batches(final SampleMatrix samples, final int batchSize, final Runnable checkCancelled) {
        return PartlyLabelledRows.of(samples, learned, checkCancelled).batches(batchSize);
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
        targets.forEach((row, value) -> {
            if (!Float.isNaN(value)) {
                present[(int)value] = true;
            }
        });
        return present;
    }
}
