// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappedWordsTest {

    private static final int WORDS = 1003;

    @TempDir
    private Path folder;

    /** Segments of 16 words to one of 1,024, and what is read begins and ends at each place of them. */
    @ParameterizedTest
    @ValueSource(ints = {4, 6, 9, 10})
    void wordsAreReadAcrossTheEndsOfSegments(final int segmentBits) throws IOException {
        final float[] values = new float[WORDS];
        for (int i = 0; i < WORDS; i++) {
            values[i] = i + 0.5f;
        }
        final MappedWords.Writer writer = new MappedWords.Writer(folder, 0);
        writer.append(values, 0, WORDS);
        final MappedWords words = writer.map(segmentBits);
        try (words) {
            final float[] target = new float[102];
            for (int at = 0; at < WORDS; at++) {
                assertEquals(values[at], words.getFloat(at));
                assertEquals(Float.floatToRawIntBits(values[at]), words.getInt(at));
                final int length = Math.min(100, WORDS - at);
                Arrays.fill(target, -1f);
                words.read(at, target, 1, length);
                assertArrayEquals(Arrays.copyOfRange(values, at, at + length),
                    Arrays.copyOfRange(target, 1, 1 + length), "from word " + at);
                assertEquals(-1f, target[0]);
                assertEquals(-1f, target[length + 1]);
            }
            assertThrows(IndexOutOfBoundsException.class, () -> words.getFloat(WORDS));
        }
        assertThrows(IllegalStateException.class, () -> words.getFloat(0));
    }
}
