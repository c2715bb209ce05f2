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
        if (count == values.length) {
            columnIndices = Arrays.copyOf(columnIndices, grown(count));
            values = Arrays.copyOf(values, grown(count));
        }
        columnIndices[count] = column;
        values[count++] = value;
    }

    /** Ends the row that is being filled. */
    public void endRow() {
        rows++;
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, grown(rows));
        }
        starts[rows] = count;
    }

    private static int grown(final int size) {
        return Math.addExact(size, size / 2);
    }

    /** The number of rows that have been filled. */
    public int rows() {
        return rows;
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
