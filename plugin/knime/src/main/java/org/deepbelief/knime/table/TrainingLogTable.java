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
    public static final String DESCRIPTION = "One row per epoch (of each layer; layer 0 is the whole network): the"
        + " reconstruction error (mean squared difference between units and their reconstruction), the"
        + " pseudo-likelihood and the free energy gap where they can be measured, loss and accuracy where there is a"
        + " target, the same on rows held out, the mean activation of hidden units, the size of the weights, the"
        + " time, and whether the network has the weights of this epoch, or their mean with those of the other epochs"
        + " that were kept.";

    private static final List<OutputColumn> COLUMNS = List.of( //
        OutputColumn.of("Layer", OutputColumn.Kind.INTEGER), //
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
                    row.integer(0, entry.layer());
                    row.text(1, entry.phase());
                    row.integer(2, entry.epoch());
                    row.number(3, entry.reconstructionError());
                    row.number(4, entry.validationReconstructionError());
                    row.number(5, entry.pseudoLikelihood());
                    row.number(6, entry.freeEnergyGap());
                    row.number(7, entry.loss());
                    row.number(8, entry.validationLoss());
                    row.number(9, entry.accuracy());
                    row.number(10, entry.validationAccuracy());
                    row.number(11, entry.meanActivation());
                    row.number(12, entry.weightNorm());
                    row.number(13, entry.seconds());
                    row.number(14, entry.rowsPerSecond());
                    row.yesOrNo(15, entry.kept());
                });
            }
            return table.finish();
        }
    }

    /** Reads what {@link #write} wrote. */
    public static TrainingLog read(final Iterable<DataRow> table) {
        final List<TrainingLog.Entry> entries = new ArrayList<>();
        for (final DataRow row : table) {
            entries.add(new TrainingLog.Entry(((IntValue)row.getCell(0)).getIntValue(),
                ((StringValue)row.getCell(1)).getStringValue(), ((IntValue)row.getCell(2)).getIntValue(), pair(row, 3),
                new TrainingLog.Likelihood(number(row, 5), number(row, 6)), pair(row, 7), pair(row, 9),
                new TrainingLog.Layers(number(row, 11), number(row, 12)),
                new TrainingLog.Speed(number(row, 13), number(row, 14)),
                ((BooleanValue)row.getCell(15)).getBooleanValue()));
        }
        return new TrainingLog(entries);
    }

    private static TrainingLog.Pair pair(final DataRow row, final int column) {
        return new TrainingLog.Pair(number(row, column), number(row, column + 1));
    }

    private static double number(final DataRow row, final int column) {
        final DataCell cell = row.getCell(column);
        return cell.isMissing() ? Double.NaN : ((DoubleValue)cell).getDoubleValue();
    }
}
