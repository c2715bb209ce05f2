// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import java.util.ArrayList;
import java.util.List;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.BooleanCell;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;

/** Training logs with the columns of the trainers' log port, for the tests. */
final class Logs {

    static final DataTableSpec SPEC = new DataTableSpec(
        new String[]{"Layer", "Phase", "Epoch", "Reconstruction error", "Validation reconstruction error",
            "Free energy gap", "Loss", "Validation loss", "Accuracy", "Validation accuracy", "Seconds", "Best epoch"},
        new DataType[]{IntCell.TYPE, StringCell.TYPE, IntCell.TYPE, DoubleCell.TYPE, DoubleCell.TYPE, DoubleCell.TYPE,
            DoubleCell.TYPE, DoubleCell.TYPE, DoubleCell.TYPE, DoubleCell.TYPE, DoubleCell.TYPE, BooleanCell.TYPE});

    private Logs() {
    }

    /** Every layer falls towards its floor; validation turns upward again, the best epoch lies at two thirds. */
    static List<DataRow> pretraining(final int layers, final int epochs) {
        final List<DataRow> rows = new ArrayList<>();
        for (int layer = 1; layer <= layers; layer++) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                final double error = 0.02 + 0.1 / layer * Math.exp(-epoch / 5.0);
                final double overfitting = 0.0004 * epoch;
                rows.add(row(rows.size(), layer, "Pretraining", epoch, epoch == epochs * 2 / 3, error,
                    error * 1.05 + overfitting, -0.5 + 0.12 * epoch, null, null, null, null));
            }
        }
        return rows;
    }

    /** Loss and accuracy of the whole network; validation was measured at every second epoch only. */
    static List<DataRow> fineTuning(final int epochs) {
        final List<DataRow> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            final double loss = 0.03 + 2.2 * Math.exp(-epoch / 4.0);
            final boolean measured = epoch % 2 == 0;
            rows.add(row(rows.size(), 0, "Fine-tuning", epoch, false, null, null, null, loss,
                measured ? loss + 0.08 : Double.NaN, 1 - loss / 3, measured ? 0.97 - loss / 3 : null));
        }
        return rows;
    }

    private static DataRow row(final int number, final int layer, final String phase, final int epoch,
        final boolean best, final Double... measures) {
        final List<DataCell> cells = new ArrayList<>();
        cells.add(new IntCell(layer));
        cells.add(new StringCell(phase));
        cells.add(new IntCell(epoch));
        for (final Double measure : measures) {
            cells.add(measure == null ? DataType.getMissingCell() : new DoubleCell(measure));
        }
        cells.add(new DoubleCell(0.25));
        cells.add(BooleanCell.get(best));
        return new DefaultRow("Row" + number, cells);
    }
}
