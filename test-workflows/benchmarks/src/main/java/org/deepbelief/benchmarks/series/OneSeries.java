// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import org.deepbelief.benchmarks.nodes.NodeRun;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;

/** A series: its rows up to where it is looked at, and how many of them are learned from. */
final class OneSeries {

    private final Listing listing;

    private final List<String[]> rows;

    private final List<String> names;

    private final int learned;

    /**
     * What a series is.
     *
     * @param name how it is called
     * @param file its file
     * @param season how many rows a season has
     * @param target the column that is foretold
     * @param others the columns that are known beside it, in the order of the file
     */
    record Listing(String name, String file, int season, String target, List<String> others) {
    }

    private OneSeries(final Listing listing, final List<String> names, final List<String[]> rows, final int learned) {
        this.listing = listing;
        this.names = names;
        this.rows = rows;
        this.learned = learned;
    }

    /**
     * Reads a series. Where the target is missing, it is what it was before; rows before its first value are left out.
     *
     * @param inner whether only the first four fifths are looked at, and four fifths of these learned from
     */
    static OneSeries read(final Path folder, final Listing listing, final boolean inner) throws IOException {
        final List<String[]> lines = Files.readAllLines(folder.resolve(listing.file())).stream()
            .map(line -> line.replace("\"", "").split(",")).toList();
        final List<String> header = List.of(lines.get(0));
        final List<String> names = new ArrayList<>(List.of(listing.target()));
        names.addAll(listing.others());
        final List<String[]> rows = new ArrayList<>();
        for (final String[] line : lines.subList(1, lines.size())) {
            final String[] row = names.stream().map(name -> line[header.indexOf(name)]).toArray(String[]::new);
            if (row[0].equals("NA") && !rows.isEmpty()) {
                row[0] = rows.get(rows.size() - 1)[0];
            }
            if (!row[0].equals("NA")) {
                rows.add(row);
            }
        }
        final int outer = rows.size() * 4 / 5;
        return inner ? new OneSeries(listing, names, rows.subList(0, outer), outer * 4 / 5)
            : new OneSeries(listing, names, rows, outer);
    }

    Listing listing() {
        return listing;
    }

    int size() {
        return rows.size();
    }

    int learned() {
        return learned;
    }

    double target(final int row) {
        return Double.parseDouble(rows.get(row)[0]);
    }

    private boolean isNumber(final int column) {
        return rows.get(0)[column].matches("-?[0-9.]+");
    }

    /** The first rows as a table. */
    BufferedDataTable table(final int count) {
        final DataColumnSpec[] columns = new DataColumnSpec[names.size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] =
                new DataColumnSpecCreator(names.get(c), isNumber(c) ? DoubleCell.TYPE : StringCell.TYPE).createSpec();
        }
        final BufferedDataContainer container = NodeRun.context().createDataContainer(new DataTableSpec(columns));
        for (int r = 0; r < count; r++) {
            final DataCell[] cells = new DataCell[columns.length];
            for (int c = 0; c < cells.length; c++) {
                cells[c] = isNumber(c) ? new DoubleCell(Double.parseDouble(rows.get(r)[c]))
                    : new StringCell(rows.get(r)[c]);
            }
            container.addRowToTable(new DefaultRow("Row" + r, cells));
        }
        container.close();
        return container.getTable();
    }

    /** The standard deviation of the target in the rows that are learned from. */
    double deviation() {
        return deviation(0)[1];
    }

    private double[] deviation(final int column) {
        final double[] numbers =
            rows.subList(0, learned).stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
        final double mean = Arrays.stream(numbers).average().orElseThrow();
        return new double[]{mean,
            Math.sqrt(Arrays.stream(numbers).map(number -> (number - mean) * (number - mean)).average().orElseThrow())};
    }

    /** Writes the rows for other programs: numbers standardised, nominal columns one number a value. */
    void write(final Path folder) throws IOException {
        final List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            final int column = c;
            if (isNumber(c)) {
                final double[] spread = deviation(c);
                columns.add(rows.stream().mapToDouble(row -> (Double.parseDouble(row[column]) - spread[0]) / spread[1])
                    .toArray());
            } else {
                for (final String value : new TreeSet<>(rows.stream().map(row -> row[column]).toList())) {
                    columns.add(rows.stream().mapToDouble(row -> row[column].equals(value) ? 1 : 0).toArray());
                }
            }
        }
        final StringBuilder text = new StringBuilder(learned + "\n");
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < columns.size(); c++) {
                text.append(String.format(Locale.ROOT, "%s%.6g", c == 0 ? "" : "\t", columns.get(c)[r]));
            }
            text.append('\n');
        }
        Files.writeString(folder.resolve(listing.name() + ".tsv"), text);
    }
}
