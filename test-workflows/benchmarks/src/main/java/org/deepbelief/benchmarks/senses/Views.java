// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.senses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.deepbelief.benchmarks.nodes.NodeRun;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;

/**
 * A folder of CSV files, one a view of the same rows: numbers, and the class in the last column of each. In tables the
 * columns are named after the file, such as fac_0, and the class is there once.
 *
 * @param names of the views, in alphabetical order
 * @param numbers by view, row and column
 * @param classes by row
 */
record Views(List<String> names, double[][][] numbers, String[] classes) {

    private static final double TRAINING_SHARE = 0.7;

    static final String CLASS = "class";

    static Views read(final Path folder) throws IOException {
        final List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        }
        final List<String> names = files.stream().map(file -> file.getFileName().toString().replace(".csv", ""))
            .toList();
        final double[][][] numbers = new double[files.size()][][];
        String[] classes = null;
        for (int v = 0; v < numbers.length; v++) {
            final List<String> lines = Files.readAllLines(files.get(v));
            numbers[v] = new double[lines.size() - 1][];
            final String[] said = new String[numbers[v].length];
            for (int r = 0; r < said.length; r++) {
                final String[] cells = lines.get(r + 1).split(",");
                numbers[v][r] = Arrays.stream(cells, 0, cells.length - 1).mapToDouble(Double::parseDouble).toArray();
                said[r] = "digit " + (int)Double.parseDouble(cells[cells.length - 1]);
            }
            if (classes != null && !Arrays.equals(classes, said)) {
                throw new IOException("The rows of \"" + files.get(v) + "\" have other classes than those before.");
            }
            classes = said;
        }
        return new Views(names, numbers, classes);
    }

    /** The rows to test on of a partition, 30 of 100, in which each class has its share. */
    int[] test(final int partition) {
        final Random random = new Random(partition * 1_000_003L);
        final TreeMap<String, List<Integer>> ofClasses = new TreeMap<>();
        for (int r = 0; r < classes.length; r++) {
            ofClasses.computeIfAbsent(classes[r], name -> new ArrayList<>()).add(r);
        }
        final List<Integer> test = new ArrayList<>();
        for (final List<Integer> rows : ofClasses.values()) {
            Collections.shuffle(rows, random);
            test.addAll(rows.subList((int)Math.round(rows.size() * TRAINING_SHARE), rows.size()));
        }
        return test.stream().sorted().mapToInt(Integer::intValue).toArray();
    }

    /** The others. */
    int[] training(final int[] test) {
        final Set<Integer> tested = new HashSet<>();
        Arrays.stream(test).forEach(tested::add);
        return IntStream.range(0, classes.length).filter(r -> !tested.contains(r)).toArray();
    }

    /** The means of a view's columns over rows. */
    double[] means(final int view, final int[] rows) {
        final double[] means = new double[numbers[view][0].length];
        for (final int row : rows) {
            for (int c = 0; c < means.length; c++) {
                means[c] += numbers[view][row][c] / rows.length;
            }
        }
        return means;
    }

    /**
     * A table of rows.
     *
     * @param views which views' columns it has
     * @param without the views that have no values in it
     * @param instead by view, what their columns have instead; null for missing cells
     * @param withClass whether the class is there
     */
    BufferedDataTable table(final int[] rows, final List<Integer> views, final Set<Integer> without,
        final double[][] instead, final boolean withClass) {
        final List<DataColumnSpec> columns = new ArrayList<>();
        for (final int view : views) {
            for (int c = 0; c < numbers[view][0].length; c++) {
                columns.add(new DataColumnSpecCreator(names.get(view) + "_" + c, DoubleCell.TYPE).createSpec());
            }
        }
        if (withClass) {
            columns.add(new DataColumnSpecCreator(CLASS, StringCell.TYPE).createSpec());
        }
        final BufferedDataContainer container = NodeRun.context()
            .createDataContainer(new DataTableSpec(columns.toArray(DataColumnSpec[]::new)));
        for (final int row : rows) {
            final List<DataCell> cells = new ArrayList<>();
            for (final int view : views) {
                for (int c = 0; c < numbers[view][row].length; c++) {
                    cells.add(!without.contains(view) ? new DoubleCell(numbers[view][row][c])
                        : instead == null ? DataType.getMissingCell() : new DoubleCell(instead[view][c]));
                }
            }
            if (withClass) {
                cells.add(new StringCell(classes[row]));
            }
            container.addRowToTable(new DefaultRow("Row" + row, cells));
        }
        container.close();
        return container.getTable();
    }
}
