// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.table.MissingValues;
import org.deepbelief.knime.table.TableFit;
import org.deepbelief.knime.table.UnfitTableException;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;
import org.knime.core.data.collection.CollectionCellFactory;
import org.knime.core.data.collection.ListCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;
import org.knime.core.node.BufferedDataTable;

/** Which rows an encoding is fitted to: those that the reader of the rows takes. */
class TableFitTest {

    /** Row0 and Row4 are complete; each row between lacks a number in one column. */
    private static final BufferedDataTable TABLE = Tables.of(
        List.of(Tables.column("number", DoubleCell.TYPE), Tables.column("vector", DoubleVectorCellFactory.TYPE),
            Tables.column("list", ListCell.getCollectionType(DoubleCell.TYPE))),
        List.of(row(1, 10, 100.0), row(Double.NaN, 50, 500.0), row(7, Double.NaN, 700.0), row(9, 90, null),
            row(3, 30, 300.0)));

    private static DataCell[] row(final double number, final double element, final Double listed) {
        return new DataCell[]{new DoubleCell(number), DoubleVectorCellFactory.createCell(new double[]{element, 0}),
            CollectionCellFactory.createListCell(List.of(new DoubleCell(0),
                listed == null ? DataType.getMissingCell() : new DoubleCell(listed)))};
    }

    private static InputEncoding fit(final MissingValues missing) throws Exception {
        return TableFit.fit(TABLE, TABLE.getDataTableSpec().stream().toList(), Optional.empty(),
            new TableFit.Settings(Optional.of(new TableFit.Numbers(NumberScaling.MIN_MAX, UnitType.bernoulli())),
                missing, false, false), Tables.context()).encoding();
    }

    private static double scale(final InputEncoding encoding, final int column) {
        return column == 0 ? ((NumberColumn)encoding.columns().get(0)).scale()
            : ((VectorColumn)encoding.columns().get(column)).scale();
    }

    /** Of the two rows left, numbers run from 1 to 3 and elements from 0 to 30 and to 300. */
    @Test
    void aRowWithoutANumberIsSkippedAsAWhole() throws Exception {
        final InputEncoding encoding = fit(MissingValues.SKIP);
        assertEquals(2, scale(encoding, 0));
        assertEquals(30, scale(encoding, 1));
        assertEquals(300, scale(encoding, 2));
        assertArrayEquals(new float[]{0.5f, 20 / 30f, 0, 0, 200 / 300f}, encoding.means(), 1e-6f);
    }

    /** All numbers take part that there are: 1, 7, 9, 3 and so on. */
    @Test
    void forTheMeanEveryNumberCounts() throws Exception {
        final InputEncoding encoding = fit(MissingValues.MEAN);
        assertEquals(8, scale(encoding, 0));
        assertEquals(90, scale(encoding, 1));
        assertEquals(700, scale(encoding, 2));
        assertArrayEquals(new float[]{(20 / 4f - 1) / 8, 180 / 4f / 90, 0, 0, 1600 / 4f / 700}, encoding.means(),
            1e-6f);
    }

    @Test
    void aNumberThatIsNoneIsMissing() {
        final String message =
            assertThrows(UnfitTableException.class, () -> fit(MissingValues.FAIL)).getMessage();
        assertTrue(message.contains("\"number\" has a missing value in row \"Row1\""), message);
    }
}
