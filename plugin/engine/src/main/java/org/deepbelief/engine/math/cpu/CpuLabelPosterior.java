// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LabelPosterior;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;

/**
 * {@link LabelPosterior} from the means s of the hidden units without a label: each factor divided by that of such a unit,
 *
 * <pre>p(c | v) = e^(l_c) product over j of (1 - s_j + s_j e^(U_cj)) / Z',   s = 1 / (1 + e^-x)</pre>
 */
final class CpuLabelPosterior implements LabelPosterior, RowKernel {

    /** The product of so many factors, each up to e to the largest label weight, is far from overflow. */
    private static final int UNITS_OF_A_PRODUCT = 32;

    private static final float LARGEST_LABEL_WEIGHT = 20;

    private final CpuCompute compute;

    private final CpuPropagation unlabelled;

    private final HostMatrix labelWeights;

    private final HostMatrix labelBiases;

    private final float[] biases;

    private final HostMatrix means;

    /** e^U, hidden units x classes. */
    private final double[][] powers;

    /** One row a case, one column a class. */
    private final double[][] logarithms;

    private final double[][] products;

    private final float[] labelRow;

    private HostMatrix classes;

    private RandomRows random;

    CpuLabelPosterior(final CpuCompute compute, final HostMatrix hiddenBiases, final HostMatrix labelWeights,
        final HostMatrix labelBiases, final int batchSize) {
        this.compute = compute;
        this.labelWeights = labelWeights;
        this.labelBiases = labelBiases;
        int hidden = hiddenBiases.columns();
        int labels = labelBiases.columns();
        unlabelled = new CpuPropagation(compute, UnitLayout.of(Activation.LOGISTIC, hidden), hiddenBiases);
        means = compute.zeros(batchSize, hidden);
        biases = new float[labels];
        powers = new double[hidden][labels];
        logarithms = new double[batchSize][labels];
        products = new double[batchSize][labels];
        labelRow = new float[hidden];
    }

    @Override
    public void draw(final FloatMatrix inputs, final int rows, final FloatMatrix drawn, final RandomRows newRandom) {
        labelBiases.read(biases);
        for (int c = 0; c < biases.length; c++) {
            labelWeights.readRow(c, labelRow);
            for (int j = 0; j < powers.length; j++) {
                powers[j][c] = Math.exp(Math.max(-LARGEST_LABEL_WEIGHT, Math.min(LARGEST_LABEL_WEIGHT, labelRow[j])));
            }
        }
        unlabelled.expect(inputs, rows, means);
        classes = HostMatrix.of(drawn);
        random = newRandom;
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
        double left = CounterRandom.uniform(CounterRandom.bits(random.rowKey(row), 0)) * sum;
        int chosen = 0;
        while (chosen < logarithm.length - 1 && left >= logarithm[chosen]) {
            left -= logarithm[chosen++];
        }
        classes.set(row, 0, chosen);
    }
}
