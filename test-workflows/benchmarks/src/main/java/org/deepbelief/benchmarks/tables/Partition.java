// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A partition of a table's rows, and the numbers of its test rows that are taken away to be filled. It is drawn once
 * and written to a file, a line each: {@code table, number, test rows, then for each share its cells as row:column},
 * separated by tabs, the rows and cells by commas; rows and columns count from 0 without the header.
 *
 * @param table the table's name
 * @param number counts from 1
 * @param test the rows to test on, ascending
 * @param holes the cells to take away, for each of {@link #SHARES}
 */
record Partition(String table, int number, int[] test, List<List<Cell>> holes) {

    /** Of the numbers among the test rows' inputs. */
    static final List<Double> SHARES = List.of(0.1, 0.3);

    private static final double TRAINING_SHARE = 0.7;

    private static final int SMALL_TABLE = 300;

    /**
     * A cell of the table.
     *
     * @param row from 0
     * @param column from 0
     */
    record Cell(int row, int column) {

        @Override
        public String toString() {
            return row + ":" + column;
        }
    }

    /** 5 partitions of a table, 20 below 300 rows, 70 to 30, in which each class has its share. */
    static List<Partition> draw(final Table table, final Listing listing) {
        final List<Partition> partitions = new ArrayList<>();
        final int count = table.size() < SMALL_TABLE ? 20 : 5;
        for (int number = 1; number <= count; number++) {
            final Random random = new Random(number * 1_000_003L + listing.name().hashCode());
            final Map<String, List<Integer>> classes = new TreeMap<>();
            for (int row = 0; row < table.size(); row++) {
                classes.computeIfAbsent(listing.isClass() ? String.valueOf(table.targetText(row)) : "",
                    key -> new ArrayList<>()).add(row);
            }
            final BitSet test = new BitSet();
            for (final List<Integer> rows : classes.values()) {
                Collections.shuffle(rows, random);
                rows.stream().skip(Math.round(rows.size() * TRAINING_SHARE)).forEach(test::set);
            }
            final int[] testRows = test.stream().toArray();
            partitions.add(new Partition(listing.name(), number, testRows,
                SHARES.stream().map(share -> holes(table, testRows, share, random)).toList()));
        }
        return partitions;
    }

    private static List<Cell> holes(final Table table, final int[] test, final double share, final Random random) {
        final List<Cell> holes = new ArrayList<>();
        for (final int row : test) {
            for (int column = 0; column < table.columns(); column++) {
                if (column != table.target() && table.isNumber(column) && !Double.isNaN(table.number(row, column))
                    && random.nextDouble() < share) {
                    holes.add(new Cell(row, column));
                }
            }
        }
        return holes;
    }

    /** The other rows, ascending. */
    int[] training(final int rows) {
        final BitSet tested = new BitSet();
        Arrays.stream(test).forEach(tested::set);
        return IntStream.range(0, rows).filter(row -> !tested.get(row)).toArray();
    }

    static void write(final List<Partition> partitions, final Path file) throws IOException {
        Files.write(file, partitions.stream().map(Partition::line).toList());
    }

    private String line() {
        final String rows = Arrays.stream(test).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return table + "\t" + number + "\t" + rows + "\t" + holes.stream()
            .map(cells -> cells.stream().map(Cell::toString).collect(Collectors.joining(",")))
            .collect(Collectors.joining("\t"));
    }

    static List<Partition> read(final Path file) throws IOException {
        return Files.readAllLines(file).stream().map(line -> line.split("\t", -1)).map(parts -> new Partition(parts[0],
            Integer.parseInt(parts[1]), Arrays.stream(parts[2].split(",")).mapToInt(Integer::parseInt).toArray(),
            Arrays.stream(parts).skip(3).map(Partition::cells).toList())).toList();
    }

    private static List<Cell> cells(final String text) {
        return Arrays.stream(text.split(",")).filter(cell -> !cell.isEmpty()).map(cell -> cell.split(":"))
            .map(pair -> new Cell(Integer.parseInt(pair[0]), Integer.parseInt(pair[1]))).toList();
    }
}
