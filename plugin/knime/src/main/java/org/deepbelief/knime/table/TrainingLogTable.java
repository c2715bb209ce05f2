// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.train.TrainingLog;
import org.knime.core.data.BooleanValue;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.IntValue;
import org.knime.core.data.StringValue;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.ExecutionContext;

/** A training log as a table: one row per epoch, a missing cell where something was not measured. */
public final class TrainingLogTable {

    /** What a training node's log port is. */
    public static final String DESCRIPTION = "One row per epoch, of each layer if they learn one after the other: the"
        + " layers that learned (from the first to the last one; missing where the output layer alone did), the"
        + " reconstruction error (mean squared difference between units and their reconstruction), the"
        + " pseudo-likelihood and the free energy gap where they can be measured, loss and accuracy where there is a"
        + " target, the same on rows held out, the mean activation of hidden units, the size of the weights, the"
        + " time, and whether the network has the weights of this epoch, or their mean with those of the other epochs"
        + " that were kept.";

    private static final List<OutputColumn> COLUMNS = List.of( //
        OutputColumn.of("First layer", OutputColumn.Kind.INTEGER), //
        OutputColumn.of("Last layer", OutputColumn.Kind.INTEGER), //
        OutputColumn.of("Phase", OutputColumn.Kind.TEXT), //
        OutputColumn.of("Epoch", OutputColumn.Kind.INTEGER), //
        OutputColumn.number("Reconstruction error"), //
        OutputColumn.number("Validation reconstruction error"), //
        OutputColumn.number("Pseudo-likelihood"), //
        OutputColumn.number("Free energy gap"), //
        OutputColumn.number("Loss"), //
        OutputColumn.number("Validation loss"), //
        OutputColumn.number("Accuracy"), //
        OutputColumn.number("Validation accuracy"), //
        OutputColumn.number("Mean activation"), //
        OutputColumn.number("Weight norm"), //
        OutputColumn.number("Seconds"), //
        OutputColumn.number("Rows per second"), //
        OutputColumn.of("Kept", OutputColumn.Kind.BOOLEAN));

    /** The columns. */
    public static final DataTableSpec SPEC = OutputColumn.table(COLUMNS);

    private TrainingLogTable() {
    }

    /** Writes a log. */
    public static BufferedDataTable write(final TrainingLog log, final ExecutionContext exec) {
        try (OutputTable table = new OutputTable(exec, COLUMNS)) {
            int number = 0;
            for (final TrainingLog.Entry entry : log.entries()) {
                table.add("Row" + number++, row -> {
                    if (!entry.learned().equals(TrainingLog.LayerRange.NONE)) {
                        row.integer(0, entry.learned().first());
                        row.integer(1, entry.learned().last());
                    }
                    row.text(2, entry.phase());
                    row.integer(3, entry.epoch());
                    row.number(4, entry.reconstructionError());
                    row.number(5, entry.validationReconstructionError());
                    row.number(6, entry.pseudoLikelihood());
                    row.number(7, entry.freeEnergyGap());
                    row.number(8, entry.loss());
                    row.number(9, entry.validationLoss());
                    row.number(10, entry.accuracy());
                    row.number(11, entry.validationAccuracy());
                    row.number(12, entry.meanActivation());
                    row.number(13, entry.weightNorm());
                    row.number(14, entry.seconds());
                    row.number(15, entry.rowsPerSecond());
                    row.yesOrNo(16, entry.kept());
                });
            }
            return table.finish();
        }
    }

    /** Reads what {@link #write} wrote. */
    public static TrainingLog read(final Iterable<DataRow> table) {
        final List<TrainingLog.Entry> entries = new ArrayList<>();
        for (final DataRow row : table) {
            entries.add(new TrainingLog.Entry(
                row.getCell(0).isMissing() ? TrainingLog.LayerRange.NONE
                    : new TrainingLog.LayerRange(whole(row, 0), whole(row, 1)),
                ((StringValue)row.getCell(2)).getStringValue(), whole(row, 3), pair(row, 4),
                new TrainingLog.Likelihood(number(row, 6), number(row, 7)), pair(row, 8), pair(row, 10),
                new TrainingLog.Layers(number(row, 12), number(row, 13)),
                new TrainingLog.Speed(number(row, 14), number(row, 15)),
                ((BooleanValue)row.getCell(16)).getBooleanValue()));
        }
        return new TrainingLog(entries);
    }

    private static TrainingLog.Pair pair(final DataRow row, final int column) {
        return new TrainingLog.Pair(number(row, column), number(row, column + 1));
    }

    private static int whole(final DataRow row, final int column) {
        return ((IntValue)row.getCell(column)).getIntValue();
    }

    private static double number(final DataRow row, final int column) {
        final DataCell cell = row.getCell(column);
        return cell.isMissing() ? Double.NaN : ((DoubleValue)cell).getDoubleValue();
    }
}
