// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.Arrays;
import java.util.Objects;

/**
 * A matrix of float32 that is mostly zero, by its rows: of each the columns that are not zero, in ascending order, and
 * their values. It is filled row after row, and filled again for the next batch; its arrays grow to the largest content
 * that they have held, and then nothing is allocated any more.
 */
public final class SparseMatrix {

    private static final int LEAST_CAPACITY = 1024;

    private int columns;

    private int rows;

    private int count;

    /** With room for one more than the rows need, for {@link #transpose}. */
    private int[] starts = new int[LEAST_CAPACITY];

    private int[] columnIndices = new int[LEAST_CAPACITY];

    private float[] values = new float[LEAST_CAPACITY];

    /** Empties the matrix for rows of another number of columns. */
    public void clear(final int newColumns) {
        columns = newColumns;
        rows = 0;
        count = 0;
    }

    /** Appends an element to the row that is being filled; its column lies after those of the row so far. */
    public void add(final int column, final float value) {
        Objects.checkIndex(column, columns);
        ensureElements(count + 1);
        columnIndices[count] = column;
        values[count++] = value;
    }

    /** Ends the row that is being filled. */
    public void endRow() {
        rows++;
        ensureRows(rows);
        starts[rows] = count;
    }

    /** Becomes a copy of another matrix. */
    public void copyFrom(final SparseMatrix source) {
        rows = source.rows;
        columns = source.columns;
        count = source.count;
        ensureRows(rows);
        ensureElements(count);
        System.arraycopy(source.starts, 0, starts, 0, rows + 1);
        System.arraycopy(source.columnIndices, 0, columnIndices, 0, count);
        System.arraycopy(source.values, 0, values, 0, count);
    }

    /** Counts of each column the rows in which it is not zero; {@code counts} is as long as there are columns. */
    public void countColumns(final float[] counts) {
        Arrays.fill(counts, 0f);
        for (int i = 0; i < count; i++) {
            counts[columnIndices[i]]++;
        }
    }

    /** Becomes the transpose of another matrix. */
    public void transpose(final SparseMatrix source) {
        rows = source.columns;
        columns = source.rows;
        count = source.count;
        ensureRows(rows);
        ensureElements(count);
        // Counted two places further on, the starts move to their own places while the elements are put down.
        Arrays.fill(starts, 0, rows + 2, 0);
        for (int i = 0; i < count; i++) {
            starts[source.columnIndices[i] + 2]++;
        }
        for (int row = 1; row <= rows; row++) {
            starts[row + 1] += starts[row];
        }
        for (int column = 0; column < columns; column++) {
            for (int i = source.starts[column]; i < source.starts[column + 1]; i++) {
                int place = starts[source.columnIndices[i] + 1]++;
                columnIndices[place] = column;
                values[place] = source.values[i];
            }
        }
    }

    /** Gives the columns other numbers, which must ascend as the old ones do. */
    void renumber(final int[] newNumbers, final int newColumns) {
        for (int i = 0; i < count; i++) {
            columnIndices[i] = newNumbers[columnIndices[i]];
        }
        columns = newColumns;
    }

    private void ensureRows(final int needed) {
        if (needed + 2 > starts.length) {
            starts = Arrays.copyOf(starts, needed + 2 + needed / 2);
        }
    }

    private void ensureElements(final int needed) {
        if (needed > values.length) {
            int length = Math.addExact(needed, needed / 2);
            columnIndices = Arrays.copyOf(columnIndices, length);
            values = Arrays.copyOf(values, length);
        }
    }

    /** The number of rows that have been filled. */
    public int rows() {
        return rows;
    }

    /** The number of elements of all rows. */
    public int count() {
        return count;
    }

    /** The number of columns. */
    public int columns() {
        return columns;
    }

    /** The place of a row's first element; the row ends where the next one starts. */
    public int start(final int row) {
        return starts[row];
    }

    /** The column of the element at a place. */
    public int column(final int place) {
        return columnIndices[place];
    }

    /** The value of the element at a place. */
    public float value(final int place) {
        return values[place];
    }

    /** Multiplies the element at a place. */
    public void scale(final int place, final float factor) {
        values[place] *= factor;
    }

    /** Copies {@code length} elements of a row, from {@code column} on, zeros among them, to {@code target}. */
    public void readRow(final int row, final int column, final float[] target, final int length) {
        Arrays.fill(target, 0, length, 0f);
        int end = starts[row + 1];
        int at = Arrays.binarySearch(columnIndices, starts[row], end, column);
        for (at = at < 0 ? -at - 1 : at; at < end && columnIndices[at] < column + length; at++) {
            target[columnIndices[at] - column] = values[at];
        }
    }
}
