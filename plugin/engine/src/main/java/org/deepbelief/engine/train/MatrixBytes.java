// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.deepbelief.engine.math.FloatMatrix;

/** The first rows of a matrix as bytes: big-endian float32, row by row. */
final class MatrixBytes {

    private MatrixBytes() {
    }

    static void write(final FloatMatrix matrix, final int rows, final DataOutput out) throws IOException {
        final float[] row = new float[matrix.columns()];
        final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * row.length);
        for (int i = 0; i < rows; i++) {
            matrix.readRow(i, row);
            bytes.asFloatBuffer().put(row);
            out.write(bytes.array());
        }
    }

    static void read(final DataInput in, final FloatMatrix matrix, final int rows) throws IOException {
        final float[] row = new float[matrix.columns()];
        final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * row.length);
        for (int i = 0; i < rows; i++) {
            in.readFully(bytes.array());
            bytes.asFloatBuffer().get(row);
            matrix.writeRow(i, row);
        }
    }
}
