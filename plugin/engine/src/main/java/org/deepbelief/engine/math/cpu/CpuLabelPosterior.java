// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.function.DoubleUnaryOperator;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LabelPosterior;
import org.deepbelief.engine.math.RandomRows;

/** {@link LabelPosterior} in double precision, see {@link ClassEvidence}. */
final class CpuLabelPosterior implements LabelPosterior {

    private final CpuCompute compute;

    private final ClassEvidence evidence;

    private final HostMatrix hiddenBiases;

    private final HostMatrix labelWeights;

    private final HostMatrix labelBiases;

    /** Of the classes as they are at the run. */
    private final float[] biases;

    /** One row a case, one column a class: log (e^(l_c) ...). */
    private final double[][] logarithms;

    private final RowKernel drawRows = this::drawRows;

    private final RowKernel inferRows = this::inferRows;

    private HostMatrix inputs;

    private HostMatrix classes;

    private RandomRows random;

    private HostMatrix probabilities;

    private double[] logSums;

    CpuLabelPosterior(final CpuCompute compute, final Activation hidden, final DoubleUnaryOperator logSum,
        final HostMatrix hiddenBiases, final HostMatrix labelWeights, final HostMatrix labelBiases,
        final int batchSize) {
        if (labelWeights.rows() != labelBiases.columns() || labelWeights.columns() != hiddenBiases.columns()) {
            throw new IllegalArgumentException("Label weights of " + labelWeights.shape() + " do not fit "
                + labelBiases.columns() + " classes and " + hiddenBiases.columns() + " hidden units.");
        }
        this.compute = compute;
        this.hiddenBiases = hiddenBiases;
        this.labelWeights = labelWeights;
        this.labelBiases = labelBiases;
        biases = new float[labelBiases.columns()];
        evidence = new ClassEvidence(hidden == Activation.LOGISTIC, logSum, biases.length, hiddenBiases.columns());
        logarithms = new double[batchSize][biases.length];
    }

    @Override
    public void draw(final FloatMatrix unlabelled, final int rows, final FloatMatrix drawn,
        final RandomRows newRandom) {
        prepare(unlabelled, rows);
        classes = HostMatrix.of(drawn);
        random = newRandom;
        compute.overRows(rows, drawRows);
    }

    @Override
    public void infer(final FloatMatrix unlabelled, final int rows, final FloatMatrix ofClasses,
        final double[] logSumsOut) {
        prepare(unlabelled, rows);
        probabilities = HostMatrix.of(ofClasses);
        logSums = logSumsOut;
        compute.overRows(rows, inferRows);
    }

    private void prepare(final FloatMatrix unlabelled, final int rows) {
        if (rows > logarithms.length || rows > unlabelled.rows() || unlabelled.columns() != hiddenBiases.columns()) {
            throw new IllegalArgumentException(rows + " rows of " + unlabelled.shape() + " do not fit "
                + hiddenBiases.columns() + " hidden units and batches of " + logarithms.length + ".");
        }
        inputs = HostMatrix.of(unlabelled);
        labelBiases.read(biases);
        evidence.read(labelWeights);
    }

    private double[] logarithms(final int row, final Scratch scratch) {
        int hidden = hiddenBiases.columns();
        double[] totals = scratch.doubles(hidden);
        for (int start = 0; start < hidden; start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, hidden - start);
            inputs.readRow(row, start, scratch.first, 0, length);
            hiddenBiases.readRow(0, start, scratch.second, 0, length);
            for (int i = 0; i < length; i++) {
                totals[start + i] = (double)scratch.first[i] + scratch.second[i];
            }
        }
        double[] logarithm = logarithms[row];
        evidence.sum(totals, scratch.blocks(evidence.blocks()), logarithm);
        for (int c = 0; c < logarithm.length; c++) {
            logarithm[c] += biases[c];
        }
        return logarithm;
    }

    private void drawRows(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            choose(row, logarithms(row, scratch));
        }
    }

    private void choose(final int row, final double[] logarithm) {
        double largest = largest(logarithm);
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

    private void inferRows(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            double[] logarithm = logarithms(row, scratch);
            double largest = largest(logarithm);
            double sum = 0;
            for (int c = 0; c < logarithm.length; c++) {
                logarithm[c] = Math.exp(logarithm[c] - largest);
                sum += logarithm[c];
            }
            logSums[row] = largest + Math.log(sum);
            // not from the logarithm of the sum, which beside a large one is lost
            for (int c = 0; probabilities != null && c < logarithm.length; c++) {
                probabilities.set(row, c, (float)(logarithm[c] / sum));
            }
        }
    }

    private static double largest(final double[] values) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
