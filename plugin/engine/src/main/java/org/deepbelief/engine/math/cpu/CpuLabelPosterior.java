// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LabelPosterior;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.SoftplusSums;

/** {@link LabelPosterior} by {@link SoftplusSums}. */
final class CpuLabelPosterior implements LabelPosterior, RowKernel {

    private final CpuCompute compute;

    private final SoftplusSums evidence;

    private final HostMatrix hiddenBiases;

    private final HostMatrix labelWeights;

    private final HostMatrix labelBiases;

    /** Of the hidden units as they are at the draw. */
    private final float[] hidden;

    /** Of the classes, likewise. */
    private final float[] labels;

    /** One row a case, one column a hidden unit. */
    private final double[][] totals;

    /** One row a case, one column a class. */
    private final double[][] logarithms;

    private HostMatrix unlabelled;

    private HostMatrix classes;

    private RandomRows random;

    CpuLabelPosterior(final CpuCompute compute, final HostMatrix hiddenBiases, final HostMatrix labelWeights,
        final HostMatrix labelBiases, final int batchSize) {
        this.compute = compute;
        this.hiddenBiases = hiddenBiases;
        this.labelWeights = labelWeights;
        this.labelBiases = labelBiases;
        hidden = new float[hiddenBiases.columns()];
        labels = new float[labelBiases.columns()];
        evidence = new SoftplusSums(labels.length, hidden.length);
        totals = new double[batchSize][hidden.length];
        logarithms = new double[batchSize][labels.length];
    }

    @Override
    public void draw(final FloatMatrix inputs, final int rows, final FloatMatrix drawn, final RandomRows newRandom) {
        hiddenBiases.read(hidden);
        labelBiases.read(labels);
        evidence.read(labelWeights);
        unlabelled = HostMatrix.of(inputs);
        classes = HostMatrix.of(drawn);
        random = newRandom;
        compute.overRows(rows, this);
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            final double[] total = totals[row];
            for (int start = 0; start < total.length; start += Scratch.BLOCK) {
                final int length = Math.min(Scratch.BLOCK, total.length - start);
                unlabelled.readRow(row, start, scratch.first, 0, length);
                for (int i = 0; i < length; i++) {
                    total[start + i] = (double)scratch.first[i] + hidden[start + i];
                }
            }
            evidence.sum(total, logarithms[row]);
            choose(row, logarithms[row]);
        }
    }

    private void choose(final int row, final double[] logarithm) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logarithm.length; c++) {
            logarithm[c] += labels[c];
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
