// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.deepbelief.knime.table.MapTable;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;

/** What is kept of a map for its view. */
class MapTableTest {

    private static final List<DataColumnSpec> COLUMNS = List.of(Tables.column("Rows", IntCell.TYPE),
        Tables.column("read", DoubleCell.TYPE), Tables.column("class", StringCell.TYPE),
        Tables.column("Map 1", DoubleCell.TYPE), Tables.column("Map 2", DoubleCell.TYPE));

    /** Row r lies at (r, -r); every tenth has no place, every fourth no class. */
    private static BufferedDataTable table(final int rows) {
        final List<DataCell[]> cells = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            final boolean skipped = row % 10 == 9;
            cells.add(new DataCell[]{new IntCell(7 * row), new DoubleCell(row / 2.0),
                row % 4 == 3 ? null : new StringCell("c" + row % 3), skipped ? null : new DoubleCell(row),
                skipped ? null : new DoubleCell(-row)});
        }
        return Tables.of(COLUMNS, cells);
    }

    private static List<MapTable.Point> points(final BufferedDataTable table) {
        final List<MapTable.Point> points = new ArrayList<>();
        MapTable.read(table, points::add);
        return points;
    }

    private static MapTable.Columns columns(final BufferedDataTable table, final boolean pictures) {
        return MapTable.Columns.of(table.getDataTableSpec(), 3, Optional.of("class"), Set.of("read"), pictures);
    }

    @Test
    void aSmallMapIsKeptWholeWithTheClassFirst() throws Exception {
        final BufferedDataTable table = table(25);
        final MapTable.Kept kept =
            MapTable.write(table, columns(table, false), Optional.empty(), Tables.context());
        assertEquals(0, kept.pictures().size());
        assertEquals(List.of("class", "Rows", "read"), MapTable.colours(kept.points().getDataTableSpec()));
        assertEquals(List.of(false, true, true), MapTable.areNumbers(kept.points().getDataTableSpec()));
        final List<MapTable.Point> points = points(kept.points());
        assertEquals(23, points.size(), "two rows have no place");
        final MapTable.Point one = points.get(5);
        assertEquals("Row5", one.key());
        assertEquals(1, one.rows());
        assertArrayEquals(new double[]{5, -5}, one.coordinates());
        assertEquals(List.of("c2", 35.0, 2.5), one.colours());
        assertEquals(Arrays.asList(null, 21.0, 1.5), points.get(3).colours());
    }

    @Test
    void whatMakesAPictureIsNoColour() {
        final BufferedDataTable table = table(1);
        assertEquals(List.of(2, 0), columns(table, true).colours());
        assertEquals(List.of(3, 4), columns(table, true).coordinates());
    }

    /** Rows are drawn one of each block: the blocks hold 4 of the 15,300 places each, the last what is left. */
    @Test
    void ofManyRowsARandomOneOfEachBlockStandsForAll() throws Exception {
        final BufferedDataTable table = table(17_001);
        final List<MapTable.Point> points = points(
            MapTable.write(table, columns(table, false), Optional.empty(), Tables.context()).points());
        assertEquals(3_826, points.size());
        assertEquals(15_301, points.stream().mapToInt(MapTable.Point::rows).sum());
        final int[] chosen = new int[4];
        for (int block = 0; block < 3_825; block++) {
            final int row = (int)points.get(block).coordinates()[0];
            final int place = row - row / 10;
            assertEquals(block, place / 4);
            chosen[place % 4]++;
        }
        // binomial of 3,825 and 1/4: mean 956, standard deviation 26.8
        assertTrue(Arrays.stream(chosen).allMatch(times -> Math.abs(times - 956) < 5 * 27), Arrays.toString(chosen));
    }
}
