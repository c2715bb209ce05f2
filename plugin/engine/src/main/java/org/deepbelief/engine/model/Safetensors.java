// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.deepbelief.engine.math.FloatMatrix;

/**
 * Named float32 tensors in the safetensors format (github.com/huggingface/safetensors): eight bytes of header length,
 * little-endian; a JSON header with type, shape and place of each tensor; the numbers one tensor after the other.
 */
final class Safetensors {

    private static final int BUFFER_BYTES = 1 << 16;

    /** The mean of each of more units would not fit in model.json. */
    private static final int MOST_LINE_ELEMENTS = 1 << 26;

    private Safetensors() {
    }

    /** A matrix, or a vector where {@code matrix} is null. */
    record Tensor(String name, FloatMatrix matrix, float[] vector) {

        static Tensor of(final String name, final FloatMatrix matrix) {
            return new Tensor(name, matrix, null);
        }

        static Tensor of(final String name, final float[] vector) {
            return new Tensor(name, null, vector);
        }

        private Shape shape() {
            return matrix == null ? new Shape(name, vector.length, -1)
                : new Shape(name, matrix.rows(), matrix.columns());
        }
    }

    /** Name and shape of a tensor; a vector has -1 columns. */
    record Shape(String name, int rows, int columns) {

        long bytes() {
            return Math.multiplyExact(4L * rows, columns < 0 ? 1 : columns);
        }

        /** The bytes of a vector, or of a row of a matrix. */
        private long lineBytes() {
            return 4L * (columns < 0 ? rows : columns);
        }

        private List<Long> dimensions() {
            return columns < 0 ? List.of((long)rows) : List.of((long)rows, (long)columns);
        }
    }

    static void write(final List<Tensor> tensors, final OutputStream out) throws IOException {
        final Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", Map.of("format", "deep-belief-network"));
        long offset = 0;
        for (final Tensor tensor : tensors) {
            final Shape shape = tensor.shape();
            header.put(tensor.name(), entry(shape, offset));
            offset += shape.bytes();
        }
        final String text = Json.write(header);
        final byte[] unpadded = text.getBytes(StandardCharsets.UTF_8);
        // Spaces up to a multiple of eight keep the numbers aligned, as the format's own library does.
        final byte[] bytes = (text + " ".repeat((8 - unpadded.length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length).array());
        out.write(bytes);
        final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (final Tensor tensor : tensors) {
            if (tensor.matrix() == null) {
                write(tensor.vector(), buffer, out);
            } else {
                final float[] row = new float[tensor.matrix().columns()];
                for (int r = 0; r < tensor.matrix().rows(); r++) {
                    tensor.matrix().rows(r, r + 1).read(row);
                    write(row, buffer, out);
                }
            }
        }
        flush(buffer, out);
    }

    private static Map<String, Object> entry(final Shape shape, final long offset) {
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("dtype", "F32");
        entry.put("shape", shape.dimensions());
        entry.put("data_offsets", List.of(offset, offset + shape.bytes()));
        return entry;
    }

    private static void write(final float[] values, final ByteBuffer buffer, final OutputStream out)
        throws IOException {
        for (final float value : values) {
            if (!buffer.hasRemaining()) {
                flush(buffer, out);
            }
            buffer.putInt(Float.floatToRawIntBits(value));
        }
    }

    private static void flush(final ByteBuffer buffer, final OutputStream out) throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    /**
     * Reads the header and checks that it is that of tensors of known names and shapes. Nothing is allocated for a
     * tensor.
     *
     * @param name what messages call the file
     * @param expected the tensors that must be there, and no others
     * @param in the file's content
     * @param length the length of the file
     */
    static void readHeader(final String name, final List<Shape> expected, final InputStream in, final long length)
        throws IOException {
        final long most = Math.min(DocumentLimits.MOST_BYTES, (64L << 10) + (4L << 10) * expected.size());
        final long headerLength = ByteBuffer.wrap(exactly(name, in, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerLength < 2 || headerLength > Math.min(most, length - 8)) {
            throw new IOException(name + " declares a header of " + headerLength + " bytes; for " + expected.size()
                + " tensors in a file of " + length + " bytes there can be at most " + Math.min(most, length - 8)
                + ". The file is damaged: copy or write it again.");
        }
        final Json.Fields header = Json.read(name, new ByteArrayInputStream(exactly(name, in, (int)headerLength)));
        final long bytes = bytes(name, expected);
        long offset = 0;
        final Set<String> names = new HashSet<>();
        for (final Shape shape : expected) {
            checkEntry(header, shape, offset);
            names.add(shape.name());
            offset += shape.bytes();
        }
        for (final Object key : header.values().keySet()) {
            if (!names.contains(key) && !"__metadata__".equals(key)) {
                throw new IOException(name + " holds a tensor \"" + key + "\" that model.json does not call for.");
            }
        }
        if (bytes > length - 8 - headerLength) {
            throw new IOException(name + " is cut off: its tensors take " + bytes + " bytes, of which at most "
                + (length - 8 - headerLength) + " are there. Copy or write the file again.");
        }
        if (bytes < length - 8 - headerLength) {
            throw longer(name);
        }
    }

    /** The bytes of all tensors, where each can be in memory. */
    static long bytes(final String name, final List<Shape> expected) throws IOException {
        try {
            long bytes = 0;
            for (final Shape shape : expected) {
                if (shape.lineBytes() > 4L * MOST_LINE_ELEMENTS
                    || shape.lineBytes() > Runtime.getRuntime().maxMemory() / 2) {
                    throw new IOException(shape.name() + " in " + name + " has rows of " + (shape.lineBytes() >> 20)
                        + " MiB; there can be at most " + (4L * MOST_LINE_ELEMENTS >> 20) + " MiB, and half of what"
                        + " Java may use (-Xmx), " + (Runtime.getRuntime().maxMemory() >> 21) + " MiB.");
                }
                bytes = Math.addExact(bytes, shape.bytes());
            }
            return bytes;
        } catch (ArithmeticException ex) {
            throw new IOException(name + " declares tensors larger than any file. Copy or write the file again.", ex);
        }
    }

    /**
     * Reads the tensors that follow a checked header, and nothing after them.
     *
     * @throws IOException if they end early, or there is not enough memory for them
     */
    static Map<String, Tensor> readTensors(final String name, final List<Shape> expected, final InputStream in)
        throws IOException {
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        final byte[] buffer = new byte[BUFFER_BYTES];
        for (final Shape shape : expected) {
            try {
                tensors.put(shape.name(), readTensor(name, shape, in, buffer));
            } catch (IllegalArgumentException ex) {
                throw new IOException(shape.name() + " in " + name + ": " + ex.getMessage(), ex);
            } catch (OutOfMemoryError ex) {
                throw new IOException("There is not enough memory for the network: its weights take "
                    + (bytes(name, expected) >> 20) + " MiB, and " + shape.name() + " did not fit ("
                    + ex.getMessage() + "). Close other programs, or give Java more memory (-Xmx).", ex);
            }
        }
        requireEnd(name, in);
        return tensors;
    }

    static void requireEnd(final String name, final InputStream in) throws IOException {
        if (in.read() >= 0) {
            throw longer(name);
        }
    }

    private static IOException longer(final String name) {
        return new IOException(name + " is longer than its header says. The file is damaged: write it again.");
    }

    private static void checkEntry(final Json.Fields header, final Shape shape, final long offset)
        throws IOException {
        final Json.Fields entry = header.object(shape.name());
        if (!"F32".equals(entry.string("dtype"))) {
            throw new IOException(entry.path() + " is of type " + entry.string("dtype") + ", not F32.");
        }
        if (!shape.dimensions().equals(entry.list("shape"))) {
            throw new IOException(entry.path() + " has the shape " + entry.list("shape") + ", but model.json calls for "
                + shape.dimensions() + ".");
        }
        final List<Long> offsets = new ArrayList<>(List.of(offset, offset + shape.bytes()));
        if (!offsets.equals(entry.list("data_offsets"))) {
            throw new IOException(
                entry.path() + " lies at " + entry.list("data_offsets") + ", not at " + offsets + ".");
        }
    }

    private static Tensor readTensor(final String name, final Shape shape, final InputStream in, final byte[] buffer)
        throws IOException {
        if (shape.columns() < 0) {
            final float[] vector = new float[shape.rows()];
            readFloats(name, shape.name(), in, buffer, vector);
            return Tensor.of(shape.name(), vector);
        }
        final FloatMatrix matrix = FloatMatrix.zeros(shape.rows(), shape.columns());
        final float[] row = new float[shape.columns()];
        for (int r = 0; r < shape.rows(); r++) {
            readFloats(name, shape.name(), in, buffer, row);
            matrix.rows(r, r + 1).write(row);
        }
        return Tensor.of(shape.name(), matrix);
    }

    private static void readFloats(final String name, final String tensor, final InputStream in, final byte[] buffer,
        final float[] values) throws IOException {
        int done = 0;
        while (done < values.length) {
            final int count = Math.min(values.length - done, buffer.length / 4);
            if (in.readNBytes(buffer, 0, 4 * count) < 4 * count) {
                throw cutOff(name);
            }
            ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, done, count);
            done += count;
        }
        for (final float value : values) {
            if (!Float.isFinite(value)) {
                throw new IOException(tensor + " in " + name + " holds " + value + ", which is no usable weight."
                    + " Copy or write the file again, or train the network again.");
            }
        }
    }

    private static byte[] exactly(final String name, final InputStream in, final int count) throws IOException {
        final byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw cutOff(name);
        }
        return bytes;
    }

    private static IOException cutOff(final String name) {
        return new IOException(name + " is cut off. Copy or write the file again.");
    }
}
