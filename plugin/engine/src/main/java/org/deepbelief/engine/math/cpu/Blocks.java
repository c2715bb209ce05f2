// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/**
 * How the weights between two layers are cut into blocks for the workers: along the rows, and then along the columns if
 * those would give more shards. Blocks of the same rows follow each other, so that a thread of the pool finds the rows
 * that it works on in its cache, whatever the task: nothing is slower than to write what another processor has read.
 */
final class Blocks {

    /** With fewer rows of each block, a product that sums over a batch would take longer. */
    private static final int LEAST_ROWS = 48;

    private final int rows;

    private final int columns;

    private final int rowParts;

    private final int columnParts;

    private Blocks(final int rows, final int columns, final int rowParts) {
        this.rows = rows;
        this.columns = columns;
        this.rowParts = rowParts;
        this.columnParts = Math.max(1, Shards.count(columns) / rowParts);
    }

    /** Along the rows alone where there are enough: what lies in one piece comes faster to the cache. */
    static Blocks alongRows(final int rows, final int columns) {
        int most = Math.max(Shards.count(rows), Shards.count(columns));
        return new Blocks(rows, columns, Math.min(most, Integer.highestOneBit(Math.max(1, rows / LEAST_ROWS))));
    }

    /** @param mostRowParts how many parts the rows are cut into at most; a power of two */
    static Blocks ofFewRowParts(final int rows, final int columns, final int mostRowParts) {
        return new Blocks(rows, columns, Math.min(mostRowParts, Shards.count(rows)));
    }

    int count() {
        return rowParts * columnParts;
    }

    int rowParts() {
        return rowParts;
    }

    int columnParts() {
        return columnParts;
    }

    /** The part of the rows that a block is in. */
    int rowPart(final int block) {
        return block / columnParts;
    }

    /** The part of the columns that a block is in. */
    int columnPart(final int block) {
        return block % columnParts;
    }

    int fromRow(final int block) {
        return Shards.start(rows, rowParts, rowPart(block));
    }

    int toRow(final int block) {
        return Shards.start(rows, rowParts, rowPart(block) + 1);
    }

    int fromColumn(final int block) {
        return Shards.start(columns, columnParts, columnPart(block));
    }

    int toColumn(final int block) {
        return Shards.start(columns, columnParts, columnPart(block) + 1);
    }
}
