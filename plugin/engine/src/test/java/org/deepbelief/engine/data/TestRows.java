// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Rows of tests as sources and matrices. */
public final class TestRows {

    private TestRows() {
    }

    /** A matrix on the heap; {@code targets} may be null. */
    public static SampleMatrix of(final float[][] units, final float[] targets) {
        return of(source(units, targets, true), units[0].length, targets == null ? 0 : 1);
    }

    private static SampleMatrix of(final RowSource source, final int units, final int targets) {
        try {
            return SampleMatrix.read(source, units, targets,
                new StorageSettings(Long.MAX_VALUE, Path.of(System.getProperty("java.io.tmpdir"))), () -> false);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** A matrix of sequences on the heap, one after the other. */
    public static SampleMatrix sequences(final float[][]... sequences) {
        return of(sequenceSource(sequences), sequences[0][0].length, 0);
    }

    /** A matrix of sequences on the heap, with a target for each row. */
    public static SampleMatrix sequences(final float[] targets, final float[][]... sequences) {
        return of(source(joined(sequences), targets, true, starts(sequences)), sequences[0][0].length, 1);
    }

    /** Sequences one after the other. */
    public static RowSource sequenceSource(final float[][]... sequences) {
        return source(joined(sequences), null, true, starts(sequences));
    }

    private static float[][] joined(final float[][]... sequences) {
        return Stream.of(sequences).flatMap(Stream::of).toArray(float[][]::new);
    }

    private static boolean[] starts(final float[][]... sequences) {
        final boolean[] starts = new boolean[joined(sequences).length];
        int start = 0;
        for (final float[][] sequence : sequences) {
            starts[start] = true;
            start += sequence.length;
        }
        return starts;
    }

    /** The rows in order. */
    public static RowSource source(final float[][] units, final float[] targets, final boolean counted) {
        return source(units, targets, counted, null);
    }

    private static RowSource source(final float[][] units, final float[] targets, final boolean counted,
        final boolean[] starts) {
        return new RowSource() {

            private int next;

            @Override
            public long rows() {
                return counted ? units.length : -1;
            }

            @Override
            public boolean next(final float[] row, final float[] target) {
                if (next == units.length) {
                    return false;
                }
                System.arraycopy(units[next], 0, row, 0, row.length);
                if (targets != null) {
                    target[0] = targets[next];
                }
                next++;
                return true;
            }

            @Override
            public boolean startsSequence() {
                return starts == null || starts[next - 1];
            }
        };
    }
}
