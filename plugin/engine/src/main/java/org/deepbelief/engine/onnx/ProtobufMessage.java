// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding): fields one after the
 * other, each with its number and type, of which two are needed here: numbers in groups of seven bits, and bytes with
 * their count before them. Large content is written from where it is, and only its length is known before.
 */
final class ProtobufMessage {

    /** What is written as the bytes of a field. */
    @FunctionalInterface
    interface Content {

        void writeTo(OutputStream out) throws IOException;
    }

    private static final int VARINT = 0;

    private static final int LENGTH_DELIMITED = 2;

    private final List<Content> parts = new ArrayList<>();

    private long length;

    /** The number of bytes of all fields so far. */
    long length() {
        return length;
    }

    /** Adds a whole number. */
    ProtobufMessage number(final int field, final long value) {
        return prefix(field, VARINT, value);
    }

    /**
     * Adds bytes.
     *
     * @param count how many they are
     * @param content writes so many
     */
    ProtobufMessage bytes(final int field, final long count, final Content content) {
        prefix(field, LENGTH_DELIMITED, count);
        parts.add(content);
        length += count;
        return this;
    }

    /**
     * Adds a text in UTF-8.
     *
     * @throws IllegalArgumentException if it has half of a character that takes two, which UTF-8 cannot say
     */
    ProtobufMessage text(final int field, final String text) {
        final ByteBuffer encoded;
        try {
            encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The text \"" + text + "\" holds half of a character, which ONNX cannot"
                + " hold. Rename the column or the value.", e);
        }
        return bytes(field, encoded.remaining(), out -> out.write(encoded.array(), 0, encoded.limit()));
    }

    /** Adds a message that is complete. */
    ProtobufMessage message(final int field, final ProtobufMessage message) {
        return bytes(field, message.length, message::writeTo);
    }

    private ProtobufMessage prefix(final int field, final int type, final long value) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeVarint((long)field << 3 | type, bytes);
        writeVarint(value, bytes);
        final byte[] written = bytes.toByteArray();
        parts.add(out -> out.write(written));
        length += written.length;
        return this;
    }

    private static void writeVarint(final long value, final ByteArrayOutputStream out) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int)(left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.write((int)left);
    }

    /** Writes all fields. */
    void writeTo(final OutputStream out) throws IOException {
        for (final Content part : parts) {
            part.writeTo(out);
        }
    }
}
