// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.Annealing;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * {@link Annealing} with the chains as rows. What a hidden unit of input x adds to the logarithm of a weight between
 * the inverse temperatures l and u is log(1 + e^(u x)) - log(1 + e^(l x)), the integral of x sigmoid(s x) over s. The
 * rule of midpoints with its first correction tells it without an exponential:
 *
 * <pre>
 * d x p + (d x)^3 p (1 - p) (1 - 2 p) / 24,   p = sigmoid((l + u) x / 2),   d = u - l
 * </pre>
 *
 * whose error is below 1e-4 (d x)^5: nothing for the hundreds of steps that there are at least.
 */
final class CpuAnnealing implements Annealing {

    private final CpuCompute compute;

    private final HostMatrix weights;

    private final int chains;

    private final HostMatrix visible;

    private final HostMatrix hidden;

    private final HostMatrix visibleInputs;

    private final HostMatrix hiddenInputs;

    /** (1 - s) c + s a, machines x visible units. */
    private final HostMatrix stepBiases;

    /** a - c, machines x visible units. */
    private final HostMatrix differences;

    private final double[] logWeights;

    private final RowKernel drawHidden = this::drawHidden;

    private final RowKernel drawVisible = this::drawVisible;

    private Biases biases;

    private MachineKeys keys;

    private int step;

    /** The inverse temperatures before and after the step. */
    private double lower;

    private double upper;

    /** How far the next step goes. */
    private double nextWidth;

    CpuAnnealing(final CpuCompute compute, final HostMatrix weights, final int machines, final int chains) {
        this.compute = compute;
        this.weights = weights;
        this.chains = chains;
        final int rows = Math.multiplyExact(machines, chains);
        visible = compute.zeros(rows, weights.rows());
        visibleInputs = compute.zeros(rows, weights.rows());
        hidden = compute.zeros(rows, weights.columns());
        hiddenInputs = compute.zeros(rows, weights.columns());
        stepBiases = compute.zeros(machines, weights.rows());
        differences = compute.zeros(machines, weights.rows());
        logWeights = new double[rows];
    }

    @Override
    public double[] run(final int machines, final Biases machineBiases, final int temperatures,
        final MachineKeys machineKeys) {
        if (temperatures < LEAST_TEMPERATURES) {
            throw new IllegalArgumentException("Annealing takes at least " + LEAST_TEMPERATURES + " temperatures, not "
                + temperatures + ".");
        }
        biases = machineBiases;
        keys = machineKeys;
        final int rows = machines * chains;
        Arrays.fill(logWeights, 0);
        compute.copyRows(biases.visible(), machines, differences);
        subtract(biases.base(), machines, differences);
        step = 0;
        upper = 0;
        nextWidth = 1.0 / temperatures;
        compute.copyRows(biases.base(), machines, stepBiases);
        compute.scale(visibleInputs, rows, 0f);
        compute.overRows(rows, drawVisible);
        for (step = 1; step <= temperatures; step++) {
            lower = upper;
            upper = (double)step / temperatures;
            nextWidth = (step + 1.0) / temperatures - upper;
            compute.product(1f, visible, rows, weights, false, 0f, hiddenInputs);
            compute.overRows(rows, drawHidden);
            if (step < temperatures) {
                compute.product((float)upper, hidden, rows, weights, true, 0f, visibleInputs);
                compute.copyRows(biases.base(), machines, stepBiases);
                compute.overRows(machines, this::mixBiases);
                compute.overRows(rows, drawVisible);
            }
        }
        return logWeights;
    }

    private void subtract(final FloatMatrix from, final int machines, final HostMatrix to) {
        final HostMatrix source = HostMatrix.of(from);
        compute.overRows(machines, (first, end, scratch) -> {
            for (int row = first; row < end; row++) {
                for (int start = 0; start < to.columns(); start += Scratch.BLOCK) {
                    final int length = Math.min(Scratch.BLOCK, to.columns() - start);
                    to.readRow(row, start, scratch.first, 0, length);
                    source.readRow(row, start, scratch.second, 0, length);
                    UnitKernels.subtract(scratch.first, scratch.second, length);
                    to.writeRow(row, start, scratch.first, 0, length);
                }
            }
        });
    }

    /** The base biases in {@link #stepBiases} become those of the temperature. */
    private void mixBiases(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < stepBiases.columns(); start += Scratch.BLOCK) {
                final int length = Math.min(Scratch.BLOCK, stepBiases.columns() - start);
                stepBiases.readRow(row, start, scratch.first, 0, length);
                differences.readRow(row, start, scratch.second, 0, length);
                UnitKernels.addScaled(scratch.first, scratch.second, (float)upper, length);
                stepBiases.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }

    private void drawHidden(final int from, final int to, final Scratch scratch) {
        final HostMatrix hiddenBiases = HostMatrix.of(biases.hidden());
        final double width = upper - lower;
        Arrays.fill(scratch.third, 0f);
        for (int start = 0; start < hidden.columns(); start += Scratch.BLOCK) {
            final int units = Math.min(Scratch.BLOCK, hidden.columns() - start);
            final int together = Scratch.BLOCK / units;
            scratch.countUnits(start, units, Math.min(together, to - from));
            for (int row = from; row < to; row += together) {
                final int count = Math.min(together, to - row);
                final int length = count * units;
                hiddenInputs.readBlock(row, count, start, units, scratch.first);
                for (int i = 0; i < count; i++) {
                    hiddenBiases.readRow((row + i) / chains, start, scratch.biases, i * units, units);
                }
                UnitKernels.add(scratch.first, scratch.biases, length);
                System.arraycopy(scratch.first, 0, scratch.second, 0, length);
                UnitKernels.scale(scratch.second, (float)(lower + width / 2), length);
                UnitKernels.sigmoid(scratch.second, scratch.third, length);
                UnitKernels.integrateLogistic(scratch.second, scratch.first, (float)width, length);
                for (int i = 0; i < count; i++) {
                    logWeights[row + i] += sum(scratch.second, i * units, units);
                    scratch.keyRow(key(row + i), i * units, units);
                }
                UnitKernels.scale(scratch.first, (float)upper, length);
                UnitKernels.sigmoid(scratch.first, scratch.third, length);
                draw(hidden, row, count, start, units, scratch);
            }
        }
    }

    private void drawVisible(final int from, final int to, final Scratch scratch) {
        // Numbers of the units after those of the hidden units.
        final int before = hidden.columns();
        for (int start = 0; start < visible.columns(); start += Scratch.BLOCK) {
            final int units = Math.min(Scratch.BLOCK, visible.columns() - start);
            final int together = Scratch.BLOCK / units;
            scratch.countUnits(before + start, units, Math.min(together, to - from));
            for (int row = from; row < to; row += together) {
                final int count = Math.min(together, to - row);
                final int length = count * units;
                visibleInputs.readBlock(row, count, start, units, scratch.first);
                for (int i = 0; i < count; i++) {
                    final int machine = (row + i) / chains;
                    stepBiases.readRow(machine, start, scratch.biases, i * units, units);
                    differences.readRow(machine, start, scratch.second, i * units, units);
                    scratch.keyRow(key(row + i), i * units, units);
                }
                UnitKernels.sigmoid(scratch.first, scratch.biases, length);
                draw(visible, row, count, start, units, scratch);
                scratch.reinterpret(scratch.bits, scratch.first, length);
                UnitKernels.multiply(scratch.first, scratch.second, length);
                for (int i = 0; i < count; i++) {
                    logWeights[row + i] += nextWidth * sum(scratch.first, i * units, units);
                }
            }
        }
    }

    private long key(final int row) {
        return keys.key(row / chains, row % chains, step);
    }

    private static void draw(final HostMatrix target, final int row, final int count, final int start,
        final int units, final Scratch scratch) {
        UnitKernels.bernoulli(scratch.first, scratch, count * units);
        for (int i = 0; i < count; i++) {
            target.writeRowBits(row + i, start, scratch.bits, i * units, units);
        }
    }

    /** In an order of its own, so that four additions go on at a time. */
    private static double sum(final float[] values, final int from, final int length) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        int i = from;
        for (final int end = from + length - 3; i < end; i += 4) {
            first += values[i];
            second += values[i + 1];
            third += values[i + 2];
            fourth += values[i + 3];
        }
        for (; i < from + length; i++) {
            first += values[i];
        }
        return (double)first + second + third + fourth;
    }
}
