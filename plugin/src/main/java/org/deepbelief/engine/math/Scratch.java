// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * The row buffers of one worker. A kernel works on blocks of at most {@link #BLOCK} columns, so that its buffers stay in
 * the first-level cache.
 *
 * <p>The clamps of the kernels are arrays of one value: the just-in-time compiler vectorises a minimum of two arrays, but
 * not one of an array and a constant.
 */
public final class Scratch {

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

    final float[] zero = new float[BLOCK];

    final float[] one = filled(1f);

    final float[] lower = filled(-UnitKernels.SIGMOID_LIMIT);

    final float[] upper = filled(UnitKernels.SIGMOID_LIMIT);

    private final IntBuffer ints;

    private final FloatBuffer floats;

    Scratch() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.nativeOrder());
        ints = bytes.asIntBuffer();
        floats = bytes.asFloatBuffer();
    }

    /** Reads the bit patterns of {@code source} as floats; through memory, which is faster than one by one. */
    void reinterpret(final int[] source, final float[] target, final int length) {
        ints.put(0, source, 0, length);
        floats.get(0, target, 0, length);
    }

    private static float[] filled(final float value) {
        float[] values = new float[BLOCK];
        Arrays.fill(values, value);
        return values;
    }
}
