// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;
import org.deepbelief.engine.model.ClassEvidence;
import org.deepbelief.engine.units.UnitType;

/**
 * Draws labels from their exact distribution given the visible units of an associative memory with Bernoulli hidden
 * units, which are summed out, see {@link ClassEvidence}.
 */
final class LabelPosterior implements RowKernel {

    private final Compute compute;

    private final ClassEvidence evidence;

    private final FloatMatrix hiddenBiases;

    private final FloatMatrix labelWeights;

    private final FloatMatrix labelBiases;

    /** Of the hidden units as they are at the draw. */
    private final float[] biases;

    /** Of the classes, likewise. */
    private final float[] classBiases;

    /** One row a case, one column a hidden unit. */
    private final double[][] totals;

    /** One row a case, one column a class. */
    private final double[][] logarithms;

    private FloatMatrix inputs;

    private FloatMatrix classes;

    private RandomRows random;

    /**
     * @param hiddenBiases they and the rest are read at each draw, so that their owner may change them
     * @param labelWeights classes x hidden
     * @param batchSize the largest number of rows in a batch
     */
    LabelPosterior(final Compute compute, final FloatMatrix hiddenBiases, final FloatMatrix labelWeights,
        final FloatMatrix labelBiases, final int batchSize) {
        this.compute = compute;
        this.hiddenBiases = hiddenBiases;
        this.labelWeights = labelWeights;
        this.labelBiases = labelBiases;
        biases = new float[hiddenBiases.columns()];
        classBiases = new float[labelBiases.columns()];
        evidence = new ClassEvidence(UnitType.bernoulli(), classBiases.length, biases.length);
        totals = new double[batchSize][biases.length];
        logarithms = new double[batchSize][classBiases.length];
    }

    /**
     * Draws one label a case.
     *
     * @param unlabelled v W, cases x hidden units
     * @param drawn receives the class indices in its first column
     * @param newRandom the same key draws the same labels
     */
    void draw(final FloatMatrix unlabelled, final int rows, final FloatMatrix drawn,
        final RandomRows newRandom) {
        hiddenBiases.read(biases);
        labelBiases.read(classBiases);
        evidence.read(labelWeights);
        inputs = unlabelled;
        classes = drawn;
        random = newRandom;
        compute.overRows(rows, this);
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            final double[] total = totals[row];
            for (int start = 0; start < total.length; start += Scratch.BLOCK) {
                final int length = Math.min(Scratch.BLOCK, total.length - start);
                inputs.readRow(row, start, scratch.first, 0, length);
                for (int i = 0; i < length; i++) {
                    total[start + i] = (double)scratch.first[i] + biases[start + i];
                }
            }
            evidence.sum(total, logarithms[row]);
            choose(row, logarithms[row]);
        }
    }

    private void choose(final int row, final double[] logarithm) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logarithm.length; c++) {
            logarithm[c] += classBiases[c];
            largest = Math.max(largest, logarithm[c]);
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
