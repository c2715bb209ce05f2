// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;

/**
 * Parametric t-SNE. With n rows, P = n p, k the similarities in the map, Z their sum, and u = 1 + D / a:
 *
 * <pre>S_ij = (a + 1) / a (P_ij - n k_ij / Z) / u_ij   of n E</pre>
 */
final class CpuNeighbourLoss extends CpuPairwiseLoss {

    /** Times n; those below do not show in the loss. */
    private static final float LEAST_SEEN = 1e-9f;

    private final double perplexity;

    /** Degrees of freedom. */
    private final int freedom;

    /** The inputs around their means, which makes their inner products more exact. */
    private final HostMatrix inputs;

    private final HostMatrix means;

    private final float[] norms;

    private final HostMatrix affinities;

    private final double[] rowSums;

    private final RowKernel squareNorms = this::squareNorms;

    private final RowKernel search = this::search;

    private final RowKernel compare = this::compare;

    private final RowKernel pull = this::pull;

    private double sum;

    CpuNeighbourLoss(final CpuCompute compute, final double perplexity, final int inputs, final int dimensions,
        final int batchSize) {
        super(compute, dimensions, batchSize);
        this.perplexity = perplexity;
        this.freedom = Math.max(1, dimensions - 1);
        this.inputs = compute.zeros(batchSize, inputs);
        means = compute.zeros(1, inputs);
        norms = new float[batchSize];
        affinities = compute.zeros(batchSize, batchSize);
        rowSums = new double[batchSize];
    }

    @Override
    void fillPairs(final HostMatrix given) {
        compute().columnSums(given, count(), -1f / count(), 0f, means);
        compute().copyRows(given, count(), inputs);
        compute().addRow(1f, inputs, count(), means);
        compute().overRows(count(), squareNorms);
        compute().product(1f, inputs, count(), inputs, true, 0f, affinities);
        compute().overRows(count(), search);
        symmetrise(affinities, 0.5f);
        compute().overRows(count(), compare);
        sum = 0;
        for (int row = 0; row < count(); row++) {
            sum += rowSums[row];
        }
        compute().overRows(count(), pull);
    }

    @Override
    double factor() {
        return 1.0 / count();
    }

    private void squareNorms(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            double norm = 0;
            for (int start = 0; start < inputs.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, inputs.columns() - start);
                inputs.readRow(row, start, scratch.first, 0, length);
                for (int i = 0; i < length; i++) {
                    norm += scratch.first[i] * scratch.first[i];
                }
            }
            norms[row] = (float)norm;
        }
    }

    private void search(final int from, final int to, final Scratch scratch) {
        float[] distances = scratch.floats(count());
        for (int row = from; row < to; row++) {
            double least = Double.POSITIVE_INFINITY;
            for (int start = 0; start < count(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, count() - start);
                affinities.readRow(row, start, scratch.first, 0, length);
                System.arraycopy(norms, start, scratch.second, 0, length);
                UnitKernels.distances(scratch.first, norms[row], scratch.second, length);
                for (int i = 0; i < length; i++) {
                    least = start + i == row ? least : Math.min(least, scratch.first[i]);
                }
                System.arraycopy(scratch.first, 0, distances, start, length);
            }
            distances[row] = (float)least;
            Neighbourhood.search(distances, count(), row, perplexity, scratch);
            for (int start = 0; start < count(); start += Scratch.BLOCK) {
                affinities.writeRow(row, start, distances, start, Math.min(Scratch.BLOCK, count() - start));
            }
        }
    }

    /** The similarities in the map to {@code scratch.second}, and 1 / u to {@code scratch.first}. */
    private void similarities(final int row, final int start, final Scratch scratch, final int length) {
        distances(row, start, scratch.first, scratch, length);
        UnitKernels.reciprocal(scratch.first, 1f / freedom, length);
        power(freedom + 1, scratch, length);
        if (row >= start && row < start + length) {
            scratch.second[row - start] = 0;
        }
    }

    /** {@code second = first^(halves / 2)}. */
    private static void power(final int halves, final Scratch scratch, final int length) {
        if (halves % 2 == 0) {
            Arrays.fill(scratch.second, 0, length, 1f);
        } else {
            UnitKernels.squareRoot(scratch.first, scratch.second, length);
        }
        System.arraycopy(scratch.first, 0, scratch.third, 0, length);
        for (int left = halves / 2; left > 0; left /= 2) {
            if (left % 2 == 1) {
                UnitKernels.multiply(scratch.second, scratch.third, length);
            }
            System.arraycopy(scratch.third, 0, scratch.fourth, 0, length);
            UnitKernels.multiply(scratch.third, scratch.fourth, length);
        }
    }

    private void compare(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            double similar = 0;
            for (int start = 0; start < count(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, count() - start);
                similarities(row, start, scratch, length);
                for (int i = 0; i < length; i++) {
                    similar += scratch.second[i];
                }
            }
            rowSums[row] = similar;
        }
    }

    private void pull(final int from, final int to, final Scratch scratch) {
        float factor = (float)(freedom + 1) / freedom;
        float others = sum == 0 ? 0 : (float)(count() / sum);
        double logOthers = sum == 0 ? 0 : Math.log(sum / count());
        for (int row = from; row < to; row++) {
            double loss = 0;
            for (int start = 0; start < count(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, count() - start);
                similarities(row, start, scratch, length);
                affinities.readRow(row, start, scratch.third, 0, length);
                if (row >= start && row < start + length) {
                    scratch.third[row - start] = 0;
                }
                for (int i = 0; i < length; i++) {
                    float wanted = scratch.third[i];
                    if (wanted > LEAST_SEEN) {
                        loss += wanted * (Math.log(wanted) + logOthers
                            - (freedom + 1) / 2.0 * Math.log(scratch.first[i]));
                    }
                }
                UnitKernels.add(scratch.third, factor, scratch.second, -factor * others, length);
                UnitKernels.multiply(scratch.third, scratch.first, length);
                pairs().writeRow(row, start, scratch.third, 0, length);
            }
            lose(row, loss);
        }
    }
}
