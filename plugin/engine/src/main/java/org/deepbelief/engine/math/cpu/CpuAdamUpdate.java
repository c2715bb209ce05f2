// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.AdamUpdate;
import org.deepbelief.engine.math.FloatMatrix;

/** {@link AdamUpdate} in one loop over weights, gradient and moments. */
final class CpuAdamUpdate implements AdamUpdate {

    private static final float KEPT_SECOND_MOMENT = 0.999f;

    private static final float EPSILON = 1e-8f;

    /** Added and taken off again, it keeps moments that only decay from becoming subnormal, which is slow. */
    private static final float NEGLIGIBLE = 1e-25f;

    private final CpuCompute compute;

    private final HostMatrix weights;

    private final Blas blas;

    private final HostMatrix firstMoment;

    private final HostMatrix secondMoment;

    private final RowKernel moveRows = this::moveRows;

    private HostMatrix gradient;

    private float keptFirstMoment;

    private float rate;

    private float decay;

    private double firstPower = 1;

    private double secondPower = 1;

    CpuAdamUpdate(final CpuCompute compute, final HostMatrix weights) {
        this.compute = compute;
        this.weights = weights;
        this.blas = compute.blas(weights);
        firstMoment = compute.zeros(weights.rows(), weights.columns());
        secondMoment = compute.zeros(weights.rows(), weights.columns());
    }

    @Override
    public void run(final FloatMatrix newGradient, final float learningRate, final float newKeptFirstMoment,
        final float newDecay) {
        if (newGradient.rows() != weights.rows() || newGradient.columns() != weights.columns()) {
            throw new IllegalArgumentException("A gradient of " + newGradient.shape() + " does not fit weights of "
                + weights.shape());
        }
        gradient = HostMatrix.of(newGradient);
        keptFirstMoment = newKeptFirstMoment;
        firstPower *= keptFirstMoment;
        secondPower *= KEPT_SECOND_MOMENT;
        rate = (float)(learningRate * Math.sqrt(1 - secondPower) / (1 - firstPower));
        decay = newDecay;
        compute.overRows(weights.rows(), moveRows);
        blas.renewed(weights, weights.rows());
    }

    @Override
    public HostMatrix firstMoment() {
        return firstMoment;
    }

    @Override
    public HostMatrix secondMoment() {
        return secondMoment;
    }

    @Override
    public double firstPower() {
        return firstPower;
    }

    @Override
    public double secondPower() {
        return secondPower;
    }

    @Override
    public void powers(final double first, final double second) {
        firstPower = first;
        secondPower = second;
    }

    private void moveRows(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                weights.readRow(row, start, scratch.first, 0, length);
                gradient.readRow(row, start, scratch.second, 0, length);
                firstMoment.readRow(row, start, scratch.third, 0, length);
                secondMoment.readRow(row, start, scratch.fourth, 0, length);
                move(scratch.first, scratch.second, scratch.third, scratch.fourth, length);
                weights.writeRow(row, start, scratch.first, 0, length);
                firstMoment.writeRow(row, start, scratch.third, 0, length);
                secondMoment.writeRow(row, start, scratch.fourth, 0, length);
            }
        }
        blas.renew(weights, from, to, 0, weights.columns());
    }

    private void move(final float[] values, final float[] slopes, final float[] first, final float[] second,
        final int length) {
        final float keepFirst = keptFirstMoment;
        final float step = rate;
        final float shrink = decay;
        for (int i = 0; i < length; i++) {
            final float slope = slopes[i];
            first[i] = keepFirst * first[i] + (1 - keepFirst) * slope + NEGLIGIBLE - NEGLIGIBLE;
            second[i] = KEPT_SECOND_MOMENT * second[i] + (1 - KEPT_SECOND_MOMENT) * slope * slope + NEGLIGIBLE
                - NEGLIGIBLE;
            values[i] += step * first[i] / ((float)Math.sqrt(second[i]) + EPSILON) - shrink * values[i];
        }
    }
}
