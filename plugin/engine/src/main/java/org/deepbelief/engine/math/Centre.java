// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * The values around which a {@link WeightUpdate} takes the units on the two sides of the weights: l on the left, r on
 * the right. With sums a and b over a batch of what the terms have on the left and on the right, and dW all that the
 * weights change by,
 *
 * <pre>
 * increments     lose scale (l^T b + a^T r), a product of rank two
 * right shift  = l dW,   left shift = r dW^T     (what the biases of uncentred units lose)
 * </pre>
 *
 * Each block is worked on while the update has it in the cache.
 */
public final class Centre implements AutoCloseable {

    private static final int RANK = 2;

    private final Blocks blocks;

    /** l and a below it, beside b and r. */
    private final FloatMatrix leftSide;

    private final FloatMatrix rightSide;

    /** One row for each part of the rows: its part of l, and what is owed to it. */
    private final FloatMatrix left;

    private final FloatMatrix rightShifts;

    /** One row for each part of the columns: its part of r, and what is owed to it. */
    private final FloatMatrix right;

    private final FloatMatrix leftShifts;

    private final float[] leftBuffer;

    private final float[] rightBuffer;

    Centre(final int leftUnits, final int rightUnits, final Blocks blocks) {
        this.blocks = blocks;
        leftSide = FloatMatrix.zeros(RANK, leftUnits);
        rightSide = FloatMatrix.zeros(RANK, rightUnits);
        left = FloatMatrix.zeros(blocks.rowParts(), leftUnits);
        rightShifts = FloatMatrix.zeros(blocks.rowParts(), rightUnits);
        right = FloatMatrix.zeros(blocks.columnParts(), rightUnits);
        leftShifts = FloatMatrix.zeros(blocks.columnParts(), leftUnits);
        leftBuffer = new float[leftUnits];
        rightBuffer = new float[rightUnits];
    }

    /**
     * Sets what the next update takes off.
     *
     * @param leftValues l, one a unit on the left
     * @param leftSums a
     * @param rightValues r, one a unit on the right
     * @param rightSums b
     */
    public void set(final float[] leftValues, final float[] leftSums, final float[] rightValues,
        final float[] rightSums) {
        leftSide.writeRow(0, leftValues);
        leftSide.writeRow(1, leftSums);
        rightSide.writeRow(0, rightSums);
        rightSide.writeRow(1, rightValues);
        for (int block = 0; block < blocks.count(); block++) {
            int row = blocks.fromRow(block);
            int column = blocks.fromColumn(block);
            left.writeRow(blocks.rowPart(block), row, leftValues, row, blocks.toRow(block) - row);
            right.writeRow(blocks.columnPart(block), column, rightValues, column, blocks.toColumn(block) - column);
        }
    }

    void takeOff(final Compute compute, final float scale, final float momentum, final FloatMatrix increments,
        final int block) {
        compute.blas().multiply(-scale, leftSide, true, rightSide, false, momentum, increments, blocks.fromRow(block),
            blocks.toRow(block), blocks.fromColumn(block), blocks.toColumn(block), RANK);
    }

    /** To be called before a block of the weights is changed. */
    void startShift(final Compute compute, final FloatMatrix weights, final int block) {
        shift(compute, -1f, weights, 0f, block);
    }

    /** To be called after it. */
    void endShift(final Compute compute, final FloatMatrix weights, final int block) {
        shift(compute, 1f, weights, 1f, block);
    }

    private void shift(final Compute compute, final float alpha, final FloatMatrix weights, final float beta,
        final int block) {
        int rowPart = blocks.rowPart(block);
        int columnPart = blocks.columnPart(block);
        compute.blas().multiply(alpha, left, false, weights, false, beta, rightShifts, rowPart, rowPart + 1,
            blocks.fromColumn(block), blocks.toColumn(block), blocks.fromRow(block), blocks.toRow(block));
        compute.blas().multiply(alpha, right, false, weights, true, beta, leftShifts, columnPart, columnPart + 1,
            blocks.fromRow(block), blocks.toRow(block), blocks.fromColumn(block), blocks.toColumn(block));
    }

    /** Takes r dW^T of the last update off the biases of the units on the left. */
    public void subtractLeftShift(final float[] biases) {
        subtract(leftShifts, leftBuffer, biases);
    }

    /** Takes l dW of the last update off the biases of the units on the right. */
    public void subtractRightShift(final float[] biases) {
        subtract(rightShifts, rightBuffer, biases);
    }

    private static void subtract(final FloatMatrix shifts, final float[] buffer, final float[] biases) {
        for (int part = 0; part < shifts.rows(); part++) {
            shifts.readRow(part, buffer);
            for (int i = 0; i < biases.length; i++) {
                biases[i] -= buffer[i];
            }
        }
    }

    @Override
    public void close() {
        leftSide.close();
        rightSide.close();
        left.close();
        rightShifts.close();
        right.close();
        leftShifts.close();
    }
}
