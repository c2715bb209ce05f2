// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.deepbelief.engine.math.CounterRandom;

/**
 * The row buffers of one worker. A kernel works on blocks of at most {@link #BLOCK} columns, so that its buffers stay
 * in the first-level cache.
 */
public final class Scratch implements AutoCloseable {

    /** The length of each buffer. */
    public static final int BLOCK = 1024;

    /** Free for any kernel. */
    public final float[] first = new float[BLOCK];

    /** Free for any kernel. */
    public final float[] second = new float[BLOCK];

    /** Free for any kernel. */
    public final float[] third = new float[BLOCK];

    /** Free for any kernel. */
    public final float[] fourth = new float[BLOCK];

    final float[] biases = new float[BLOCK];

    final float[] sums = new float[BLOCK];

    final float[] squares = new float[BLOCK];

    final float[] uniform = new float[BLOCK];

    final int[] bits = new int[BLOCK];

    final int[] counters = new int[BLOCK];

    final int[] keysLow = new int[BLOCK];

    final int[] keysHigh = new int[BLOCK];

    final int[] limits = new int[BLOCK];

    private float[] floats = new float[0];

    private double[] doubles = new double[0];

    private double[][] blocks = new double[0][];

    private HostMatrix block;

    private HostMatrix blockWindow;

    private final IntBuffer ints;

    private final FloatBuffer floatBits;

    Scratch() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.nativeOrder());
        ints = bytes.asIntBuffer();
        floatBits = bytes.asFloatBuffer();
    }

    /** An array for a whole row that is at least so long; it stays until a longer one is asked for. */
    float[] floats(final int length) {
        if (floats.length < length) {
            floats = new float[length];
        }
        return floats;
    }

    /** An array of double precision that is at least so long; it stays until a longer one is asked for. */
    double[] doubles(final int length) {
        if (doubles.length < length) {
            doubles = new double[length];
        }
        return doubles;
    }

    /** At least so many arrays of {@link ClassEvidence#LANES} numbers; they stay until more are asked for. */
    double[][] blocks(final int count) {
        if (blocks.length < count) {
            blocks = new double[count][ClassEvidence.LANES];
        }
        return blocks;
    }

    /**
     * A matrix for a block of a larger result, of which it has the rows from {@code firstRow} on. It stays until a
     * larger one is asked for, so that a training step allocates none.
     */
    HostMatrix block(final int firstRow, final int rows, final int columns) {
        if (block == null || block.rows() < rows || block.columns() != columns) {
            if (block != null) {
                block.close();
            }
            block = HostMatrix.zeros(rows, columns);
            blockWindow = block.window();
        }
        blockWindow.numberFrom(firstRow);
        return blockWindow;
    }

    /** Releases the {@link #block}. */
    @Override
    public void close() {
        if (block != null) {
            block.close();
            block = null;
        }
    }

    /** Reads the bit patterns of {@code source} as floats; through memory, which is faster than one by one. */
    void reinterpret(final int[] source, final float[] target, final int length) {
        ints.put(0, source, 0, length);
        floatBits.get(0, target, 0, length);
    }

    /** Reads floats as their bit patterns. */
    void reinterpret(final float[] source, final int[] target, final int length) {
        floatBits.put(0, source, 0, length);
        ints.get(0, target, 0, length);
    }

    /** Prepares random numbers for {@code copies} rows, side by side, of the units from {@code unit} on. */
    void countUnits(final int unit, final int length, final int copies) {
        for (int i = 0; i < length * copies; i++) {
            counters[i] = (unit + i % length) * CounterRandom.UNIT_INCREMENT;
        }
    }

    /** Sets the key of one of the rows side by side. */
    void keyRow(final long rowKey, final int offset, final int length) {
        Arrays.fill(keysLow, offset, offset + length, (int)rowKey);
        Arrays.fill(keysHigh, offset, offset + length, (int)(rowKey >>> 32));
    }
}
