// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.Centre;
import org.deepbelief.engine.math.FloatMatrix;

/** {@link Centre}: each block of the weights is worked on while the update has it in the cache. */
final class CpuCentre implements Centre {

    private static final int RANK = 2;

    private final Blocks blocks;

    /** l and a below it, beside b and r. */
    private final HostMatrix leftSide;

    private final HostMatrix rightSide;

    /** One row for each part of the rows: its part of l, and what is owed to it. */
    private final HostMatrix left;

    private final HostMatrix rightShifts;

    /** One row for each part of the columns: its part of r, and what is owed to it. */
    private final HostMatrix right;

    private final HostMatrix leftShifts;

    private final float[] leftBuffer;

    private final float[] rightBuffer;

    private final float[] leftBiases;

    private final float[] rightBiases;

    CpuCentre(final CpuCompute compute, final int leftUnits, final int rightUnits, final Blocks blocks) {
        this.blocks = blocks;
        leftSide = compute.zeros(RANK, leftUnits);
        rightSide = compute.zeros(RANK, rightUnits);
        left = compute.zeros(blocks.rowParts(), leftUnits);
        rightShifts = compute.zeros(blocks.rowParts(), rightUnits);
        right = compute.zeros(blocks.columnParts(), rightUnits);
        leftShifts = compute.zeros(blocks.columnParts(), leftUnits);
        leftBuffer = new float[leftUnits];
        rightBuffer = new float[rightUnits];
        leftBiases = new float[leftUnits];
        rightBiases = new float[rightUnits];
    }

    @Override
    public void set(final FloatMatrix leftValues, final FloatMatrix leftSums, final FloatMatrix rightValues,
        final FloatMatrix rightSums) {
        leftSums.read(leftBuffer);
        leftSide.writeRow(1, leftBuffer);
        leftValues.read(leftBuffer);
        leftSide.writeRow(0, leftBuffer);
        rightSums.read(rightBuffer);
        rightSide.writeRow(0, rightBuffer);
        rightValues.read(rightBuffer);
        rightSide.writeRow(1, rightBuffer);
        for (int block = 0; block < blocks.count(); block++) {
            int row = blocks.fromRow(block);
            int column = blocks.fromColumn(block);
            left.writeRow(blocks.rowPart(block), row, leftBuffer, row, blocks.toRow(block) - row);
            right.writeRow(blocks.columnPart(block), column, rightBuffer, column, blocks.toColumn(block) - column);
        }
    }

    void takeOff(final CpuCompute compute, final float scale, final float momentum, final HostMatrix increments,
        final int block) {
        compute.blas().multiply(-scale, leftSide, true, rightSide, false, momentum, increments, blocks.fromRow(block),
            blocks.toRow(block), blocks.fromColumn(block), blocks.toColumn(block), RANK);
    }

    /** To be called before a block of the weights is changed. */
    void startShift(final CpuCompute compute, final HostMatrix weights, final int block) {
        shift(compute, -1f, weights, 0f, block);
    }

    /** To be called after it. */
    void endShift(final CpuCompute compute, final HostMatrix weights, final int block) {
        shift(compute, 1f, weights, 1f, block);
    }

    private void shift(final CpuCompute compute, final float alpha, final HostMatrix weights, final float beta,
        final int block) {
        int rowPart = blocks.rowPart(block);
        int columnPart = blocks.columnPart(block);
        compute.blas().multiply(alpha, left, false, weights, false, beta, rightShifts, rowPart, rowPart + 1,
            blocks.fromColumn(block), blocks.toColumn(block), blocks.fromRow(block), blocks.toRow(block));
        compute.blas().multiply(alpha, right, false, weights, true, beta, leftShifts, columnPart, columnPart + 1,
            blocks.fromRow(block), blocks.toRow(block), blocks.fromColumn(block), blocks.toColumn(block));
    }

    @Override
    public void subtractLeftShift(final FloatMatrix biases) {
        subtract(leftShifts, leftBuffer, leftBiases, biases);
    }

    @Override
    public void subtractRightShift(final FloatMatrix biases) {
        subtract(rightShifts, rightBuffer, rightBiases, biases);
    }

    private static void subtract(final HostMatrix shifts, final float[] shift, final float[] values,
        final FloatMatrix biases) {
        biases.read(values);
        for (int part = 0; part < shifts.rows(); part++) {
            shifts.readRow(part, shift);
            for (int i = 0; i < values.length; i++) {
                values[i] -= shift[i];
            }
        }
        biases.write(values);
    }
}
