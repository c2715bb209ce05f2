// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Rows of tests as sources and matrices. */
public final class TestRows {

    private TestRows() {
    }

    /** A matrix on the heap; {@code targets} may be null. */
    public static SampleMatrix of(final float[][] units, final float[] targets) {
        try {
            return SampleMatrix.read(source(units, targets, true), units[0].length, targets == null ? 0 : 1,
                new StorageSettings(Long.MAX_VALUE, Path.of(System.getProperty("java.io.tmpdir"))), () -> false);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** The rows in order. */
    public static RowSource source(final float[][] units, final float[] targets, final boolean counted) {
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
        };
    }
}
