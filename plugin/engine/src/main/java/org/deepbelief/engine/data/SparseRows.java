// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.math.SparseMatrix;

/**
 * Of each row what is not zero (compressed sparse rows). The words of a row: the units that are not zero in ascending
 * order, their values. In a file they follow each other, and a second file tells where each row begins.
 */
final class SparseRows implements RowStorage {

    /** What an array on the heap takes beside its elements, with the reference to it. */
    private static final int ARRAY_BYTES = 24;

    private final long bytes;

    private final List<int[]> rows;

    private final MappedWords words;

    private final MappedWords starts;

    private SparseRows(final Builder builder, final MappedWords words, final MappedWords starts) {
        this.bytes = builder.bytes;
        this.rows = builder.rows;
        this.words = words;
        this.starts = starts;
    }

    /** How many units of a row are not zero. */
    int nonZeros(final long row) {
        return (words == null ? rows.get((int)row).length : (int)(start(row + 1) - start(row))) / 2;
    }

    /** Appends what is not zero in a row to a batch. */
    void append(final long row, final SparseMatrix batch) {
        int count = nonZeros(row);
        if (words == null) {
            int[] kept = rows.get((int)row);
            for (int i = 0; i < count; i++) {
                batch.add(kept[i], Float.intBitsToFloat(kept[count + i]));
            }
        } else {
            long first = start(row);
            for (int i = 0; i < count; i++) {
                batch.add(words.getInt(first + i), words.getFloat(first + count + i));
            }
        }
        batch.endRow();
    }

    @Override
    public void readUnits(final long row, final int unit, final float[] target, final int offset, final int length) {
        Arrays.fill(target, offset, offset + length, 0f);
        int count = nonZeros(row);
        int[] kept = words == null ? rows.get((int)row) : null;
        long first = words == null ? 0 : start(row);
        for (int i = firstFrom(unit, count, kept, first); i < count; i++) {
            int column = kept != null ? kept[i] : words.getInt(first + i);
            if (column >= unit + length) {
                return;
            }
            target[offset + column - unit] = kept != null ? Float.intBitsToFloat(kept[count + i])
                : words.getFloat(first + count + i);
        }
    }

    /** Which of a row's non-zeros is the first at or after a unit. */
    private int firstFrom(final int unit, final int count, final int[] kept, final long first) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            int column = kept != null ? kept[middle] : words.getInt(first + middle);
            if (column < unit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean mapped() {
        return words != null;
    }

    @Override
    public void close() {
        if (words != null) {
            words.close();
            starts.close();
        }
        rows.clear();
    }

    private long start(final long row) {
        return Integer.toUnsignedLong(starts.getInt(2 * row)) | (long)starts.getInt(2 * row + 1) << Integer.SIZE;
    }

    /** Goes over to files with the first row that does not fit the budget. */
    static final class Builder implements RowStorage.Builder {

        private final int units;

        private final StorageSettings storage;

        private final List<int[]> rows = new ArrayList<>();

        private MappedWords.Writer words;

        private MappedWords.Writer starts;

        private long bytes;

        private long appended;

        private long nonZeros;

        Builder(final int units, final StorageSettings storage) {
            this.units = units;
            this.storage = storage;
        }

        /** The share of the units of all rows so far that is not zero. */
        double density() {
            return appended == 0 ? 0 : nonZeros / ((double)appended * units);
        }

        @Override
        public void append(final float[] row) throws IOException {
            int count = 0;
            for (int i = 0; i < units; i++) {
                count += row[i] != 0f ? 1 : 0;
            }
            int[] kept = new int[2 * count];
            int at = 0;
            for (int i = 0; i < units; i++) {
                if (row[i] != 0f) {
                    kept[at] = i;
                    kept[at + count] = Float.floatToRawIntBits(row[i]);
                    at++;
                }
            }
            bytes += (long)kept.length * Integer.BYTES + ARRAY_BYTES;
            if (words == null && (bytes > storage.memoryBudgetBytes() || rows.size() == Integer.MAX_VALUE)) {
                moveToFiles();
            }
            if (words == null) {
                rows.add(kept);
            } else {
                write(kept);
            }
            appended++;
            nonZeros += count;
        }

        private void moveToFiles() throws IOException {
            starts = new MappedWords.Writer(storage.temporaryFolder(), 0);
            words = new MappedWords.Writer(storage.temporaryFolder(), 0);
            for (int[] row : rows) {
                write(row);
            }
            rows.clear();
        }

        private void write(final int[] row) throws IOException {
            writeStart();
            words.append(row, row.length);
        }

        private void writeStart() throws IOException {
            starts.append((int)words.length());
            starts.append((int)(words.length() >>> Integer.SIZE));
        }

        /** The same rows, all their units kept. */
        DenseRows.Builder dense(final long expectedRows) throws IOException {
            DenseRows.Builder dense = new DenseRows.Builder(units, expectedRows, storage);
            try (SparseRows sparse = finish()) {
                float[] row = new float[units];
                for (long i = 0; i < appended; i++) {
                    sparse.readUnits(i, 0, row, 0, units);
                    dense.append(row);
                }
                return dense;
            } catch (IOException | RuntimeException | Error failure) {
                dense.discard(failure);
                throw failure;
            }
        }

        @Override
        public SparseRows finish() throws IOException {
            if (words == null) {
                return new SparseRows(this, null, null);
            }
            writeStart();
            MappedWords mapped = words.map();
            try {
                return new SparseRows(this, mapped, starts.map());
            } catch (IOException | RuntimeException | Error failure) {
                mapped.close();
                throw failure;
            }
        }

        @Override
        public void discard(final Throwable failure) {
            if (starts != null) {
                starts.discard(failure);
            }
            if (words != null) {
                words.discard(failure);
            }
        }
    }
}
