// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.nodes;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.benchmarks.quality.LabelledImages;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.ExecutionContext;

/** Images as a table of a column a pixel, and the column "label". */
final class PixelTable {

    private PixelTable() {
    }

    static BufferedDataTable of(final LabelledImages images, final ExecutionContext exec) {
        final List<DataColumnSpec> columns = new ArrayList<>();
        for (int p = 1; p <= images.pixels()[0].length; p++) {
            columns.add(new DataColumnSpecCreator("pixel " + p, DoubleCell.TYPE).createSpec());
        }
        columns.add(new DataColumnSpecCreator("label", StringCell.TYPE).createSpec());
        final BufferedDataContainer container =
            exec.createDataContainer(new DataTableSpec(columns.toArray(DataColumnSpec[]::new)));
        for (int row = 0; row < images.pixels().length; row++) {
            final DataCell[] cells = new DataCell[columns.size()];
            for (int p = 0; p < cells.length - 1; p++) {
                cells[p] = new DoubleCell(images.pixels()[row][p] & 0xff);
            }
            cells[cells.length - 1] = new StringCell(Integer.toString(images.labels()[row]));
            container.addRowToTable(new DefaultRow("Row" + row, cells));
        }
        container.close();
        return container.getTable();
    }
}
