// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

/** The examples of Protocol Buffers' own description of its encoding. */
class ProtobufMessageTest {

    private static String hex(final ProtobufMessage message) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        assertEquals(message.length(), bytes.size());
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Test
    void numbersAreInGroupsOfSevenBits() throws IOException {
        assertEquals("089601", hex(new ProtobufMessage().number(1, 150)));
        assertEquals("0801", hex(new ProtobufMessage().number(1, 1)));
        assertEquals("08feffffffffffffffff01", hex(new ProtobufMessage().number(1, -2)));
        assertEquals("a00107", hex(new ProtobufMessage().number(20, 7)));
    }

    @Test
    void textsAndMessagesHaveTheirLengthBefore() throws IOException {
        assertEquals("120774657374696e67", hex(new ProtobufMessage().text(2, "testing")));
        assertEquals("1a03089601", hex(new ProtobufMessage().message(3, new ProtobufMessage().number(1, 150))));
        assertEquals("0a02c3bc", hex(new ProtobufMessage().text(1, "\u00fc")));
    }

    @Test
    void halfACharacterIsRefused() {
        final String message = assertThrows(IllegalArgumentException.class,
            () -> new ProtobufMessage().text(1, "a\ud83d")).getMessage();
        assertTrue(message.contains("half of a character"), message);
    }
}
