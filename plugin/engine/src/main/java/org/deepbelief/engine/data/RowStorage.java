// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
/** Rows of units, or of targets, that were written once and are read in any order by any number of threads. */
sealed interface RowStorage extends AutoCloseable permits DenseRows, SparseRows {

    /** Copies {@code length} units of a row, from {@code unit} on, to {@code target} at {@code offset}. */
    void readUnits(long row, int unit, float[] target, int offset, int length);

    /** The bytes that the rows take. */
    long bytes();

    /** Whether a file holds them, not the heap. */
    boolean mapped();

    /** Releases the memory and deletes the files. Doing it again does nothing. */
    @Override
    void close();

    /** Takes the rows, one after the other. */
    interface Builder {

        /** Keeps a copy of a row. */
        void append(float[] units) throws IOException;

        /** The rows; nothing more can be appended. */
        RowStorage finish() throws IOException;

        /** Gives the rows up after a failure and leaves no file. */
        void discard(Throwable failure);
    }
}
