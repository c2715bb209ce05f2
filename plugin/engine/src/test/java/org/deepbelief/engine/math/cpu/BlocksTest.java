// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "784, 500, 2, 1", "2000, 10, 4, 1", "2000, 2000, 4, 2", "500, 2000, 2, 4"})
    void fewPartsOfTheRowsLeaveTheRestToTheColumns(final int rows, final int columns, final int rowParts,
        final int columnParts) {
        assertCovers(Blocks.ofFewRowParts(rows, columns, 4), rows, columns, rowParts, columnParts);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "784, 500, 2, 1", "500, 2000, 8, 1", "100, 2000, 2, 4", "10, 2000, 1, 8",
        "20000, 300, 64, 1"})
    void blocksAlongTheRowsAreWholeRowsWhereThereAreEnough(final int rows, final int columns, final int rowParts,
        final int columnParts) {
        assertCovers(Blocks.alongRows(rows, columns), rows, columns, rowParts, columnParts);
    }

    private static void assertCovers(final Blocks blocks, final int rows, final int columns, final int rowParts,
        final int columnParts) {
        int[][] visits = new int[rows][columns];
        for (int block = 0; block < blocks.count(); block++) {
            for (int row = blocks.fromRow(block); row < blocks.toRow(block); row++) {
                for (int column = blocks.fromColumn(block); column < blocks.toColumn(block); column++) {
                    visits[row][column]++;
                }
            }
            assertTrue(block == 0 || blocks.fromRow(block) >= blocks.fromRow(block - 1), "block " + block);
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                assertEquals(1, visits[row][column], "row " + row + ", column " + column);
            }
        }
        assertEquals(rowParts, blocks.rowParts());
        assertEquals(columnParts, blocks.columnParts());
        assertEquals(blocks.rowParts() - 1, blocks.rowPart(blocks.count() - 1));
    }
}
