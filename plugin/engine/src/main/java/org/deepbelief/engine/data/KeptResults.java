// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;

/**
 * Rows of numbers in double precision that are appended in one order and read in any other: on the heap while they fit
 * the budget, else in a file that is mapped into memory.
 */
public final class KeptResults implements AutoCloseable {

    /** Three whole numbers below 2^22, which a float holds exactly, are the 64 bits of a double. */
    private static final int PARTS = 3;

    private static final int PART_BITS = 22;

    private static final int PART = (1 << PART_BITS) - 1;

    private final int numbers;

    private final float[] row;

    private final DenseRows.Builder builder;

    private DenseRows kept;

    /**
     * @param numbers how many a row has, at least 1
     * @param expectedRows how many will be appended, or -1 if that is not known
     * @param storage where they are kept
     */
    public KeptResults(final int numbers, final long expectedRows, final StorageSettings storage) {
        this.numbers = numbers;
        row = new float[PARTS * numbers];
        builder = new DenseRows.Builder(row.length, expectedRows, storage);
    }

    /**
     * Appends a row.
     *
     * @throws IOException if the file cannot be written; close this then
     */
    public void append(final double[] values) throws IOException {
        for (int i = 0; i < numbers; i++) {
            final long bits = Double.doubleToRawLongBits(values[i]);
            for (int part = 0; part < PARTS; part++) {
                row[PARTS * i + part] = bits >>> part * PART_BITS & PART;
            }
        }
        builder.append(row);
    }

    /**
     * Ends the appending, before the first row is read.
     *
     * @throws IOException if the file cannot be read
     */
    public void finish() throws IOException {
        kept = builder.finish();
    }

    /** Copies the numbers of a row, counted from 0 in the order of {@link #append}. */
    public void read(final long index, final double[] values) {
        kept.readUnits(index, 0, row, 0, row.length);
        for (int i = 0; i < numbers; i++) {
            long bits = 0;
            for (int part = 0; part < PARTS; part++) {
                bits |= (long)row[PARTS * i + part] << part * PART_BITS;
            }
            values[i] = Double.longBitsToDouble(bits);
        }
    }

    /** Releases the memory and deletes the file. */
    @Override
    public void close() {
        if (kept == null) {
            builder.discard(new IOException("The rows were not all kept."));
        } else {
            kept.close();
        }
    }
}
