// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.infer.RowResults;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.table.MissingValues;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TableStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.Node;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.NodeModel;

/** What the stream of a table keeps of the rows that are skipped. */
class TableStreamTest {

    private static final int SKIPPED = 2000;

    private static RowResults only(final double result) {
        return new RowResults() {

            @Override
            public int size() {
                return 1;
            }

            @Override
            public double at(final int index) {
                return result;
            }
        };
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void skippedRowsAreWrittenAtOnce() throws Exception {
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < SKIPPED; i++) {
            cells.add(new DataCell[]{null});
        }
        cells.add(new DataCell[]{new DoubleCell(0.25)});
        final BufferedDataTable table = Tables.of(Tables.smallColumns().subList(0, 1), cells);
        final InputEncoding encoding =
            new InputEncoding(List.of(new NumberColumn("a", UnitType.bernoulli(), NumberScaling.NONE, 0, 1)),
                new float[]{0.5f});
        final DefaultNodeProgressMonitor monitor = new DefaultNodeProgressMonitor();
        final NodeFactory factory = new LayerwisePretrainNodeFactory();
        final BufferedDataTable result = TableStream.append(TableRows.alone(table),
            new RowReader(table.getDataTableSpec(), encoding, MissingValues.SKIP, UnknownValue.FAIL),
            List.of(OutputColumn.number("twice")), (source, stop, consumer) -> {
                final float[] units = new float[1];
                assertTrue(source.next(units, new float[0]));
                assertNotNull(monitor.getProgress(), "the rows before are kept");
                assertTrue(monitor.getProgress() > 0.8, "some rows before are kept: " + monitor.getProgress());
                consumer.accept(only(2 * units[0]));
            }, (results, row, output) -> output.number(0, results.at(0)),
            new ExecutionContext(monitor, new Node((NodeFactory<NodeModel>)factory)), Assertions::fail);
        assertEquals(SKIPPED + 1, result.size());
        int number = 0;
        for (final DataRow row : result) {
            assertEquals("Row" + number, row.getKey().getString());
            assertEquals(number < SKIPPED, row.getCell(1).isMissing());
            assertTrue(number < SKIPPED || ((DoubleValue)row.getCell(1)).getDoubleValue() == 0.5);
            number++;
        }
    }
}
