// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Words of 32 bits, float32 or int, in a temporary file that is mapped read-only in segments of 1 GiB. */
final class MappedWords implements AutoCloseable {

    /** 2^28 words are 1 GiB. */
    private static final int SEGMENT_BITS = 28;

    /** A segment has 2 to the power of this words. */
    private final int segmentBits;

    private final int segmentWords;

    private final TemporaryFile file;

    private final MappedByteBuffer[] maps;

    private final FloatBuffer[] floats;

    private final IntBuffer[] ints;

    private volatile boolean closed;

    private MappedWords(final TemporaryFile file, final int segmentBits) throws IOException {
        this.file = file;
        this.segmentBits = segmentBits;
        segmentWords = 1 << segmentBits;
        FileChannel channel = file.channel();
        long words = file.length() / Float.BYTES;
        int count = (int)((words + segmentWords - 1) / segmentWords);
        this.maps = new MappedByteBuffer[count];
        this.floats = new FloatBuffer[count];
        this.ints = new IntBuffer[count];
        try {
            for (int i = 0; i < count; i++) {
                long from = (long)i << segmentBits;
                long length = Math.min(words - from, segmentWords);
                maps[i] = channel.map(FileChannel.MapMode.READ_ONLY, from * Float.BYTES, length * Float.BYTES);
                maps[i].order(ByteOrder.nativeOrder());
                floats[i] = maps[i].asFloatBuffer();
                ints[i] = maps[i].asIntBuffer();
            }
        } catch (IOException failure) {
            unmap();
            throw file.refused(failure);
        } catch (RuntimeException | Error failure) {
            unmap();
            throw failure;
        }
    }

    /** The word at a place, counted from 0 over all segments. */
    int getInt(final long at) {
        requireOpen();
        return ints[(int)(at >>> segmentBits)].get((int)at & segmentWords - 1);
    }

    /** As {@link #getInt}, as a float. */
    float getFloat(final long at) {
        requireOpen();
        return floats[(int)(at >>> segmentBits)].get((int)at & segmentWords - 1);
    }

    /** Copies words that lie one after the other, be it in two segments. */
    void read(final long at, final float[] target, final int offset, final int length) {
        requireOpen();
        for (int done = 0; done < length;) {
            int start = (int)(at + done) & segmentWords - 1;
            int part = Math.min(length - done, segmentWords - start);
            floats[(int)(at + done >>> segmentBits)].get(start, target, offset + done, part);
            done += part;
        }
    }

    /** Unmaps the segments before the file is deleted: some systems keep a mapped file. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        unmap();
        file.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The rows are closed.");
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
                    floats[i] = null;
                    ints[i] = null;
                    type.getMethod("invokeCleaner", ByteBuffer.class).invoke(field.get(null), maps[i]);
                    maps[i] = null;
                }
            }
        } catch (ReflectiveOperationException exception) {
            throw new IllegalStateException("A mapped file cannot be released on this Java machine.", exception);
        }
    }

    /** Writes the file, word after word. */
    static final class Writer {

        private final TemporaryFile file;

        private final ByteBuffer bytes;

        private final FloatBuffer floats;

        private final IntBuffer ints;

        private int buffered;

        private long length;

        /** @param wantedBytes how long the file is going to be, or 0 if that is not known */
        Writer(final Path folder, final long wantedBytes) throws IOException {
            file = TemporaryFile.create(folder, wantedBytes);
            bytes = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.nativeOrder());
            floats = bytes.asFloatBuffer();
            ints = bytes.asIntBuffer();
        }

        void append(final float[] values, final int offset, final int count) throws IOException {
            for (int done = 0; done < count;) {
                int part = Math.min(count - done, floats.capacity() - buffered);
                floats.put(buffered, values, offset + done, part);
                done += part;
                advance(part);
            }
        }

        void append(final int[] values, final int count) throws IOException {
            for (int done = 0; done < count;) {
                int part = Math.min(count - done, ints.capacity() - buffered);
                ints.put(buffered, values, done, part);
                done += part;
                advance(part);
            }
        }

        void append(final int value) throws IOException {
            ints.put(buffered, value);
            advance(1);
        }

        /** How many words were appended. */
        long length() {
            return length;
        }

        MappedWords map() throws IOException {
            return map(SEGMENT_BITS);
        }

        /** In segments of 2 to the power of {@code segmentBits} words. */
        MappedWords map(final int segmentBits) throws IOException {
            flush();
            return new MappedWords(file, segmentBits);
        }

        /** Gives the file up after a failure. */
        void discard(final Throwable failure) {
            try {
                file.close();
            } catch (UncheckedIOException exception) {
                failure.addSuppressed(exception);
            }
        }

        private void advance(final int words) throws IOException {
            length += words;
            buffered += words;
            if (buffered == ints.capacity()) {
                flush();
            }
        }

        private void flush() throws IOException {
            bytes.limit(buffered * Float.BYTES).position(0);
            file.append(bytes);
            bytes.clear();
            buffered = 0;
        }
    }
}
