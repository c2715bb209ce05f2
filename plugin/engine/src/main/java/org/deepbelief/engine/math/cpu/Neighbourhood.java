// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;

/**
 * The neighbours of a row at a perplexity (van der Maaten and Hinton 2008): {@code p_j ~ exp(-b D_j)} with b such that
 * the entropy H of p is the logarithm of the perplexity, found by Newton's method for log b within a bracket:
 * {@code dH / d log b = -b^2 Var(D)}.
 */
final class Neighbourhood {

    private static final int MOST_STEPS = 60;

    /** Of the entropy, in nats. */
    private static final double TOLERANCE = 1e-5;

    /** The longest step of log b. */
    private static final double LONGEST_STEP = 3;

    /** Beyond it even neighbours at the same place are too many: they are alike then. */
    private static final double MOST_LOG = 80;

    private static final int SUMS = 3;

    private Neighbourhood() {
    }

    /**
     * Turns squared distances into probabilities.
     *
     * @param distances from a row, at least 0; its own is that of another row. They become p, its own 0.
     * @param count how many rows there are
     * @param row the row
     * @param perplexity how many neighbours; if there are fewer others, all are alike
     */
    static void search(final float[] distances, final int count, final int row, final double perplexity,
        final Scratch scratch) {
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, distances[i]);
        }
        double mean = 0;
        for (int i = 0; i < count; i++) {
            distances[i] -= least;
            mean += distances[i] / count;
        }
        final boolean alike = mean == 0 || perplexity >= count - 1;
        double log = alike ? Double.NEGATIVE_INFINITY : -Math.log(mean);
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        double[] sums = scratch.doubles(SUMS);
        sum(distances, count, row, Math.exp(log), scratch, sums);
        for (int step = 0; !alike && step < MOST_STEPS; step++) {
            double beta = Math.exp(log);
            double first = sums[1] / sums[0];
            double gap = Math.log(sums[0]) + beta * first - Math.log(perplexity);
            if (Math.abs(gap) < TOLERANCE || log == MOST_LOG) {
                break;
            }
            if (gap > 0) {
                low = log;
            } else {
                high = log;
            }
            double slope = beta * beta * (sums[2] / sums[0] - first * first);
            double move = slope > 0 ? gap / slope : Math.signum(gap) * LONGEST_STEP;
            log = Math.min(MOST_LOG, log + Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, move)));
            if (log <= low || log >= high) {
                log = (low + high) / 2;
            }
            sum(distances, count, row, Math.exp(log), scratch, sums);
        }
        write(distances, count, row, Math.exp(log), sums[0] == 0 ? 0 : (float)(1 / sums[0]), scratch);
    }

    /** The sums of e, e D and e D^2 for e = exp(-beta D). */
    private static void sum(final float[] distances, final int count, final int row, final double beta,
        final Scratch scratch, final double[] sums) {
        int width = Math.min(Scratch.BLOCK, count);
        Arrays.fill(scratch.sums, 0, width, 0f);
        Arrays.fill(scratch.third, 0, width, 0f);
        Arrays.fill(scratch.squares, 0, width, 0f);
        for (int start = 0; start < count; start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, count - start);
            likely(distances, start, row, beta, scratch, length);
            System.arraycopy(distances, start, scratch.second, 0, length);
            UnitKernels.accumulateMoments(scratch.first, scratch.second, scratch.sums, scratch.third, scratch.squares,
                length);
        }
        Arrays.fill(sums, 0, SUMS, 0);
        for (int i = 0; i < width; i++) {
            sums[0] += scratch.sums[i];
            sums[1] += scratch.third[i];
            sums[2] += scratch.squares[i];
        }
    }

    private static void write(final float[] distances, final int count, final int row, final double beta,
        final float share, final Scratch scratch) {
        for (int start = 0; start < count; start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, count - start);
            likely(distances, start, row, beta, scratch, length);
            UnitKernels.scale(scratch.first, share, length);
            System.arraycopy(scratch.first, 0, distances, start, length);
        }
    }

    /** {@code first = exp(-beta D)}, 0 for the row itself. */
    private static void likely(final float[] distances, final int start, final int row, final double beta,
        final Scratch scratch, final int length) {
        System.arraycopy(distances, start, scratch.first, 0, length);
        UnitKernels.scale(scratch.first, (float)-beta, length);
        UnitKernels.exp(scratch.first, scratch, length);
        if (row >= start && row < start + length) {
            scratch.first[row - start] = 0;
        }
    }
}
