// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.data.NumberStatistics;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;

/**
 * What of the targets, and of how far the inputs spread, a training of the whole network needs to know before it
 * learns, in one pass over the rows or over parts that are then merged.
 */
public final class TargetFit implements Serializable {

    private static final long serialVersionUID = 1L;

    private final boolean reads;

    private final long[] counts;

    private final NumberStatistics numbers = new NumberStatistics();

    /** Null where nobody asks how far the inputs spread. */
    private final InputSpread spread;

    private long rows;

    private long labelled;

    /** @param target what is learned */
    public TargetFit(final FineTuning.Target target) {
        this(target, Smoothness.NONE);
    }

    /** @param smoothness of what is learned */
    public TargetFit(final FineTuning.Target target, final Smoothness smoothness) {
        reads = target.targets() > 0;
        counts = new long[target.classes()];
        spread = smoothness.wanted() ? new InputSpread() : null;
    }

    /** A fit of classes that a row may lack; of nothing but the number of rows where there is no class column. */
    public static TargetFit of(final Optional<ClassColumn> classes) {
        return new TargetFit(classes.<FineTuning.Target>map(FineTuning.Target.Classes::new)
            .orElseGet(FineTuning.Target.Inputs::new));
    }

    /**
     * Takes the targets of rows.
     *
     * @param learned the rows that are learned from
     * @param checkCancelled throws if the pass is to end
     */
    public void add(final SampleMatrix samples, final Split.Part learned, final Runnable checkCancelled) {
        rows += learned.size();
        if (reads) {
            new TargetValues(samples, learned, checkCancelled).forEach((row, value) -> {
                if (Float.isNaN(value)) {
                    return;
                }
                labelled++;
                if (counts.length > 0) {
                    counts[(int)value]++;
                } else {
                    numbers.add(value);
                }
            });
        }
        if (spread != null) {
            spread.add(samples, learned, checkCancelled);
        }
    }

    /** Takes what a fit of later rows has met. */
    public void merge(final TargetFit later) {
        rows += later.rows;
        labelled += later.labelled;
        if (spread != null) {
            spread.merge(later.spread);
        }
        numbers.merge(later.numbers);
        for (int c = 0; c < counts.length; c++) {
            counts[c] += later.counts[c];
        }
    }

    /** The number of rows that are learned from. */
    public long rows() {
        return rows;
    }

    /** Those of them that have a target. */
    long labelled() {
        return labelled;
    }

    /**
     * The root of the sum of the variances of the inputs.
     *
     * @param deviations in units of which the inputs are learned from, one an input; null for 1
     */
    double spread(final float[] deviations) {
        return spread.of(deviations);
    }

    /**
     * What makes each class count the same: the rows with a class divided by the classes that there are and by
     * the rows of the class.
     */
    float[] balance() {
        final long present = Arrays.stream(counts).filter(count -> count > 0).count();
        final float[] weights = new float[counts.length];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = counts[c] == 0 ? 0 : (float)((double)labelled / present / counts[c]);
        }
        return weights;
    }

    /** The share of each class among the rows that have one. */
    double[] shares() {
        final long labelled = Math.max(1, Arrays.stream(counts).sum());
        return Arrays.stream(counts).mapToDouble(count -> (double)count / labelled).toArray();
    }

    /**
     * The share that each class is likely to have among rows without one: that among the n rows with one, shrunk
     * towards 1 / K for each of K classes by what few rows leave open (Hausser and Strimmer 2009, equation 9), as if
     * one row more were shared out among the classes, so that none is impossible:
     *
     * <pre>
     * shrinkage = (1 - sum of share^2) / ((n - 1) sum of (1 / K - share)^2), at most 1
     * </pre>
     */
    double[] likelyShares() {
        final double uniform = 1.0 / counts.length;
        double squares = 0;
        double distance = 0;
        for (final double share : shares()) {
            squares += share * share;
            distance += (uniform - share) * (uniform - share);
        }
        final double open = (1 - squares) / ((labelled - 1) * distance);
        final double shrinkage = open >= 0 && open < 1 ? open : 1;
        return Arrays.stream(shares())
            .map(share -> (labelled * ((1 - shrinkage) * share + shrinkage * uniform) + uniform) / (labelled + 1))
            .toArray();
    }

    /** Mean and standard deviation of numbers, or 1 where they are all the same. */
    NumberScale scale() {
        return numbers.isConstant() ? new NumberScale(numbers.mean(), 1) : NumberScale.of(numbers);
    }
}
