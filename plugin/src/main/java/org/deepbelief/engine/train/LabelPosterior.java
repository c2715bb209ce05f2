// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Scratch;

/**
 * Draws labels from their exact distribution given the visible units of an associative memory with Bernoulli hidden
 * units, which are summed out:
 *
 * <pre>p(c | v) = e^(l_c) product over j of (1 + e^(x_j + U_cj)) / Z,   x = v W + hidden biases</pre>
 */
final class LabelPosterior implements Compute.RowKernel, AutoCloseable {

    /** The product of so many factors, each up to e to the largest label weight, is far from overflow. */
    private static final int UNITS_OF_A_PRODUCT = 32;

    private static final float LARGEST_LABEL_WEIGHT = 20;

    /** Above it, 1 + e^x is e^x in double precision. */
    private static final double LARGEST_INPUT = 80;

    private final Compute compute;

    private final FloatMatrix weights;

    private final float[] hiddenBiases;

    private final FloatMatrix labelWeights;

    private final float[] labelBiases;

    private final FloatMatrix inputs;

    /** e^U, hidden units x classes. */
    private final double[][] powers;

    /** One row a case, one column a class. */
    private final double[][] logarithms;

    private final double[][] products;

    private final float[] labelRow;

    private FloatMatrix labels;

    private long key;

    /**
     * @param weights visible x hidden; they and the rest are read at each draw, so that their owner may change them
     * @param labelWeights classes x hidden
     * @param batchSize the largest number of rows in a batch
     */
    LabelPosterior(final Compute compute, final FloatMatrix weights, final float[] hiddenBiases,
        final FloatMatrix labelWeights, final float[] labelBiases, final int batchSize) {
        this.compute = compute;
        this.weights = weights;
        this.hiddenBiases = hiddenBiases;
        this.labelWeights = labelWeights;
        this.labelBiases = labelBiases;
        inputs = FloatMatrix.zeros(batchSize, hiddenBiases.length);
        powers = new double[hiddenBiases.length][labelBiases.length];
        logarithms = new double[batchSize][labelBiases.length];
        products = new double[batchSize][labelBiases.length];
        labelRow = new float[hiddenBiases.length];
    }

    /**
     * Draws one label a case.
     *
     * @param drawn receives the labels, one unit a class of which one is 1
     * @param randomKey see {@link CounterRandom#key}
     */
    void draw(final FloatMatrix visible, final int rows, final FloatMatrix drawn, final long randomKey) {
        for (int c = 0; c < labelBiases.length; c++) {
            labelWeights.readRow(c, labelRow);
            for (int j = 0; j < powers.length; j++) {
                powers[j][c] = Math.exp(Math.max(-LARGEST_LABEL_WEIGHT, Math.min(LARGEST_LABEL_WEIGHT, labelRow[j])));
            }
        }
        compute.product(1, visible, rows, weights, false, 0, inputs);
        labels = drawn;
        key = randomKey;
        compute.overRows(rows, this);
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            final double[] logarithm = logarithms[row];
            for (int c = 0; c < logarithm.length; c++) {
                logarithm[c] = labelBiases[c];
            }
            for (int start = 0; start < powers.length; start += UNITS_OF_A_PRODUCT) {
                final int length = Math.min(UNITS_OF_A_PRODUCT, powers.length - start);
                inputs.readRow(row, start, scratch.first, 0, length);
                addProduct(scratch.first, start, length, products[row], logarithm);
            }
            choose(row, logarithm);
        }
    }

    /** Each factor is divided by that of a unit without label, 1 + e^x, which changes no ratio between classes. */
    private void addProduct(final float[] input, final int start, final int length, final double[] product,
        final double[] logarithm) {
        Arrays.fill(product, 1);
        for (int i = 0; i < length; i++) {
            final double power = Math.exp(Math.min(input[i] + hiddenBiases[start + i], LARGEST_INPUT));
            final double unlabelled = 1 / (1 + power);
            final double[] ofClass = powers[start + i];
            for (int c = 0; c < product.length; c++) {
                product[c] *= unlabelled + unlabelled * power * ofClass[c];
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
        for (int c = 0; c < logarithm.length; c++) {
            labels.set(row, c, c == chosen ? 1 : 0);
        }
    }

    /** Frees the memory, but not the weights'. */
    @Override
    public void close() {
        inputs.close();
    }
}
