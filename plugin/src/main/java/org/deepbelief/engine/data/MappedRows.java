// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Rows of float32 in a temporary file, mapped read-only in segments of whole rows of at most 1 GiB. */
final class MappedRows implements AutoCloseable {

    private static final long SEGMENT_BYTES = 1L << 30;

    private final Path path;

    private final int stride;

    private final int segmentRows;

    private final MappedByteBuffer[] maps;

    private final FloatBuffer[] segments;

    private volatile boolean closed;

    private MappedRows(final Path path, final int stride, final FileChannel channel) throws IOException {
        this.path = path;
        this.stride = stride;
        long rowBytes = (long)stride * Float.BYTES;
        long rows = channel.size() / rowBytes;
        this.segmentRows = (int)(SEGMENT_BYTES / rowBytes);
        int count = (int)((rows + segmentRows - 1) / segmentRows);
        this.maps = new MappedByteBuffer[count];
        this.segments = new FloatBuffer[count];
        try {
            for (int i = 0; i < count; i++) {
                long from = i * (long)segmentRows;
                long length = Math.min(rows - from, segmentRows) * rowBytes;
                maps[i] = channel.map(FileChannel.MapMode.READ_ONLY, from * rowBytes, length);
                segments[i] = maps[i].order(ByteOrder.nativeOrder()).asFloatBuffer();
            }
        } catch (IOException | RuntimeException | Error failure) {
            unmap();
            throw failure;
        }
    }

    Path path() {
        return path;
    }

    float get(final long row, final int column) {
        if (closed) {
            throw new IllegalStateException("The rows are closed.");
        }
        return segments[(int)(row / segmentRows)].get((int)(row % segmentRows) * stride + column);
    }

    void read(final long row, final int column, final float[] target, final int offset, final int length) {
        if (closed) {
            throw new IllegalStateException("The rows are closed.");
        }
        segments[(int)(row / segmentRows)].get((int)(row % segmentRows) * stride + column, target, offset, length);
    }

    /** Unmaps the segments before the file is deleted: some systems keep a mapped file. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        unmap();
        try {
            Files.deleteIfExists(path);
        } catch (IOException exception) {
            throw new UncheckedIOException("The temporary file " + path + " could not be deleted.", exception);
        }
    }

    /** There is no public way to unmap before Java 22; waiting for the garbage collector would leave the file. */
    private void unmap() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe", true, ClassLoader.getSystemClassLoader());
            Field field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            for (int i = 0; i < maps.length; i++) {
                if (maps[i] != null) {
                    segments[i] = null;
                    type.getMethod("invokeCleaner", ByteBuffer.class).invoke(field.get(null), maps[i]);
                    maps[i] = null;
                }
            }
        } catch (ReflectiveOperationException exception) {
            throw new IllegalStateException("A mapped file cannot be released on this Java machine.", exception);
        }
    }

    /** Writes the file, row after row. */
    static final class Writer {

        private final Path path;

        private final int stride;

        private final FileChannel channel;

        private final ByteBuffer bytes;

        private final FloatBuffer floats;

        Writer(final Path folder, final int stride) throws IOException {
            this.stride = stride;
            path = Files.createTempFile(folder, "deepbelief-rows-", ".float32");
            try {
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } catch (IOException | RuntimeException failure) {
                Files.deleteIfExists(path);
                throw failure;
            }
            bytes = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.nativeOrder());
            floats = bytes.asFloatBuffer();
        }

        void append(final float[] values, final int offset, final int length) throws IOException {
            int done = 0;
            while (done < length) {
                int part = Math.min(length - done, floats.remaining());
                floats.put(values, offset + done, part);
                done += part;
                if (!floats.hasRemaining()) {
                    flush();
                }
            }
        }

        MappedRows map() throws IOException {
            flush();
            MappedRows rows = new MappedRows(path, stride, channel);
            channel.close();
            return rows;
        }

        /** Gives the file up after a failure. */
        void discard(final Throwable failure) {
            try {
                channel.close();
                Files.deleteIfExists(path);
            } catch (IOException exception) {
                failure.addSuppressed(exception);
            }
        }

        private void flush() throws IOException {
            bytes.limit(floats.position() * Float.BYTES).position(0);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            bytes.clear();
            floats.clear();
        }
    }
}
