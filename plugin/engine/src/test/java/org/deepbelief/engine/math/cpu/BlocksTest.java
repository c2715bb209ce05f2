// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 64", "784, 500, 64", "500, 2000, 64", "2000, 10, 4", "2000, 2000, 4", "20000, 300, 64"})
    void theBlocksCoverTheMatrixRowsAfterRows(final int rows, final int columns, final int most) {
        Blocks blocks = new Blocks(rows, columns, most);
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
        assertTrue(blocks.rowParts() <= most);
        assertEquals(blocks.rowParts() - 1, blocks.rowPart(blocks.count() - 1));
    }
}
