// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import org.deepbelief.engine.data.SampleMatrix;

/** The loss of fine-tuning that guessing reaches, for one that has learned nothing to be told from it. */
public final class GuessedLoss {

    private GuessedLoss() {
    }

    /**
     * The loss of telling the same of every row, whatever its inputs. With p_c the share of class c among the labelled
     * rows:
     *
     * <pre>
     * classes            - sum over c of p_c log p_c, in nats
     * balanced classes   log of the number of classes that occur
     * numbers            1: the variance of standardised numbers, whose mean is told
     * inputs             NaN
     * </pre>
     *
     * @param samples the rows with their targets; a class is target 0, NaN where it is missing
     * @param balanced whether each class counts the same, however many rows it has
     * @param checkCancelled throws if the pass over the rows is to end
     */
    public static double of(final SampleMatrix samples, final FineTuning.Target target, final boolean balanced,
        final Runnable checkCancelled) {
        if (!(target instanceof FineTuning.Target.Classes classes)) {
            return target instanceof FineTuning.Target.Numbers ? 1 : Double.NaN;
        }
        final long[] counts = TargetValues.all(samples, checkCancelled).counts(classes.column().size());
        final long labelled = Arrays.stream(counts).sum();
        double entropy = 0;
        int present = 0;
        for (final long count : counts) {
            if (count > 0) {
                final double share = (double)count / labelled;
                entropy -= share * Math.log(share);
                present++;
            }
        }
        return balanced ? Math.log(present) : entropy;
    }
}
