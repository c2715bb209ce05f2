// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.math.UnitType;

/**
 * Draws labels from their exact distribution given the visible units of an associative memory with Bernoulli hidden
 * units, which are summed out:
 *
 * <pre>
 * p(c | v) = e^(l_c) product over j of (1 + e^(x_j + U_cj)) / Z,   x = v W + hidden biases
 *          = e^(l_c) product over j of (1 - s_j + s_j e^(U_cj)) / Z',   s = 1 / (1 + e^-x)
 * </pre>
 *
 * s are the means of the hidden units without a label: each factor divided by that of such a unit, 1 + e^x.
 */
final class LabelPosterior implements RowKernel, AutoCloseable {

    /** The product of so many factors, each up to e to the largest label weight, is far from overflow. */
    private static final int UNITS_OF_A_PRODUCT = 32;

    private static final float LARGEST_LABEL_WEIGHT = 20;

    private final Compute compute;

    private final Propagation unlabelled;

    private final FloatMatrix labelWeights;

    private final FloatMatrix labelBiases;

    private final float[] biases;

    private final FloatMatrix means;

    /** e^U, hidden units x classes. */
    private final double[][] powers;

    /** One row a case, one column a class. */
    private final double[][] logarithms;

    private final double[][] products;

    private final float[] labelRow;

    private int[] classes;

    private long key;

    /**
     * @param hiddenBiases they and the rest are read at each draw, so that their owner may change them
     * @param labelWeights classes x hidden
     * @param batchSize the largest number of rows in a batch
     */
    LabelPosterior(final Compute compute, final FloatMatrix hiddenBiases, final FloatMatrix labelWeights,
        final FloatMatrix labelBiases, final int batchSize) {
        this.compute = compute;
        this.labelWeights = labelWeights;
        this.labelBiases = labelBiases;
        unlabelled = compute.propagation(UnitLayout.of(UnitType.BERNOULLI, hiddenBiases.columns()), hiddenBiases);
        means = FloatMatrix.zeros(batchSize, hiddenBiases.columns());
        biases = new float[labelBiases.columns()];
        powers = new double[hiddenBiases.columns()][labelBiases.columns()];
        logarithms = new double[batchSize][labelBiases.columns()];
        products = new double[batchSize][labelBiases.columns()];
        labelRow = new float[hiddenBiases.columns()];
    }

    /**
     * Draws one label a case.
     *
     * @param inputs v W, cases x hidden units
     * @param drawn receives the classes, one a case
     * @param randomKey see {@link CounterRandom#key}
     */
    void draw(final FloatMatrix inputs, final int rows, final int[] drawn, final long randomKey) {
        labelBiases.read(biases);
        for (int c = 0; c < biases.length; c++) {
            labelWeights.readRow(c, labelRow);
            for (int j = 0; j < powers.length; j++) {
                powers[j][c] = Math.exp(Math.max(-LARGEST_LABEL_WEIGHT, Math.min(LARGEST_LABEL_WEIGHT, labelRow[j])));
            }
        }
        unlabelled.expect(inputs, rows, means);
        classes = drawn;
        key = randomKey;
        compute.overRows(rows, this);
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            final double[] logarithm = logarithms[row];
            for (int c = 0; c < logarithm.length; c++) {
                logarithm[c] = biases[c];
            }
            for (int start = 0; start < powers.length; start += UNITS_OF_A_PRODUCT) {
                final int length = Math.min(UNITS_OF_A_PRODUCT, powers.length - start);
                means.readRow(row, start, scratch.first, 0, length);
                addProduct(scratch.first, start, length, products[row], logarithm);
            }
            choose(row, logarithm);
        }
    }

    private void addProduct(final float[] mean, final int start, final int length, final double[] product,
        final double[] logarithm) {
        Arrays.fill(product, 1);
        for (int i = 0; i < length; i++) {
            final double on = mean[i];
            final double off = 1 - on;
            final double[] ofClass = powers[start + i];
            for (int c = 0; c < product.length; c++) {
                product[c] *= off + on * ofClass[c];
            }
        }
        for (int c = 0; c < product.length; c++) {
            logarithm[c] += Math.log(product[c]);
        }
    }

    private void choose(final int row, final double[] logarithm) {
        double largest = Double.NEGATIVE_INFINITY;
        for (final double value : logarithm) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (int c = 0; c < logarithm.length; c++) {
            logarithm[c] = Math.exp(logarithm[c] - largest);
            sum += logarithm[c];
        }
        double left = CounterRandom.uniform(key, row, 0) * sum;
        int chosen = 0;
        while (chosen < logarithm.length - 1 && left >= logarithm[chosen]) {
            left -= logarithm[chosen++];
        }
        classes[row] = chosen;
    }

    /** Frees the memory, but not the weights'. */
    @Override
    public void close() {
        means.close();
    }
}
