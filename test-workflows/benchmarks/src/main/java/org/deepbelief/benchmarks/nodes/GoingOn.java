// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.nodes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortObject;

/**
 * Training that goes on with new rows: half of the digits and then the other half, against all at once, by the share of
 * 360 digits that took no part and are told wrong. Prints a line a seed, and the means.
 */
final class GoingOn {

    private static final int HELD_OUT = 360;

    private static final List<String> NAMES =
        List.of("all rows at once", "pretrained in halves", "tuned in halves too", "first half alone");

    private GoingOn() {
    }

    /** @param arguments digits.csv, and the number of seeds */
    public static void main(final String[] arguments) throws Exception {
        final int seeds = Integer.parseInt(arguments[1]);
        final List<String[]> digits = new ArrayList<>();
        for (final String line : Files.readAllLines(Path.of(arguments[0]))) {
            digits.add(line.split(","));
        }
        final String[] names = digits.remove(0);
        final double[] means = new double[NAMES.size()];
        for (long seed = 1; seed <= seeds; seed++) {
            Collections.shuffle(digits, new Random(seed));
            final double[] errors = errors(names, digits, seed);
            final StringBuilder line = new StringBuilder("seed " + seed);
            for (int i = 0; i < errors.length; i++) {
                means[i] += errors[i] / seeds;
                line.append(", %s %.2f %%".formatted(NAMES.get(i), errors[i]));
            }
            System.out.println(line);
        }
        for (int i = 0; i < means.length; i++) {
            System.out.printf("mean over %d seeds, %s: %.2f %%%n", seeds, NAMES.get(i), means[i]);
        }
    }

    private static double[] errors(final String[] names, final List<String[]> digits, final long seed)
        throws Exception {
        final int half = HELD_OUT + (digits.size() - HELD_OUT) / 2;
        final BufferedDataTable heldOut = table(names, digits.subList(0, HELD_OUT));
        final BufferedDataTable all = table(names, digits.subList(HELD_OUT, digits.size()));
        final BufferedDataTable first = table(names, digits.subList(HELD_OUT, half));
        final BufferedDataTable second = table(names, digits.subList(half, digits.size()));
        final Map<String, Object> pretrain = Map.of("layers/0/units", 100, "layers/1/units", 100, "seed", seed);
        final Map<String, Object> tune = Map.of("targetColumn", "digit", "seed", seed);
        final PortObject begun = pretrain(pretrain, first);
        final PortObject halves = pretrain(pretrain, second, begun);
        return new double[] {error(tune(tune, pretrain(pretrain, all), all), heldOut),
            error(tune(tune, halves, all), heldOut),
            error(tune(tune, tune(tune, halves, first), second), heldOut),
            error(tune(tune, begun, first), heldOut)};
    }

    private static PortObject pretrain(final Map<String, Object> settings, final PortObject... inputs)
        throws Exception {
        return new NodeRun(new LayerwisePretrainNodeFactory(), settings, inputs).execute();
    }

    private static PortObject tune(final Map<String, Object> settings, final PortObject start,
        final BufferedDataTable rows) throws Exception {
        return new NodeRun(new FineTuneNodeFactory(), settings, start, rows).execute();
    }

    private static double error(final PortObject network, final BufferedDataTable rows) throws Exception {
        final BufferedDataTable predicted =
            (BufferedDataTable)new NodeRun(new PredictNodeFactory(), Map.of(), network, rows).execute();
        final int label = predicted.getDataTableSpec().findColumnIndex("digit");
        final int prediction = predicted.getDataTableSpec().findColumnIndex("Prediction (digit)");
        int wrong = 0;
        try (var iterator = predicted.iterator()) {
            while (iterator.hasNext()) {
                final DataRow row = iterator.next();
                wrong += row.getCell(label).equals(row.getCell(prediction)) ? 0 : 1;
            }
        }
        return 100.0 * wrong / rows.size();
    }

    private static BufferedDataTable table(final String[] names, final List<String[]> rows) throws IOException {
        final int last = names.length - 1;
        final DataColumnSpec[] columns = new DataColumnSpec[names.length];
        for (int i = 0; i < names.length; i++) {
            columns[i] = new DataColumnSpecCreator(names[i], i == last ? StringCell.TYPE : IntCell.TYPE).createSpec();
        }
        final BufferedDataContainer container = NodeRun.context().createDataContainer(new DataTableSpec(columns));
        for (int r = 0; r < rows.size(); r++) {
            final DataCell[] cells = new DataCell[names.length];
            for (int i = 0; i < names.length; i++) {
                cells[i] = i == last ? new StringCell(rows.get(r)[i]) : new IntCell(Integer.parseInt(rows.get(r)[i]));
            }
            container.addRowToTable(new DefaultRow("Row" + r, cells));
        }
        container.close();
        return container.getTable();
    }
}
