// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.spark.table.Columns.Input;
import scala.Tuple2;

/** The rows of some files, by their places. */
public final class Table {

    private final TableFiles files;

    /** The same splits whenever it is read. */
    private final JavaRDD<Row> rows;

    private final Scan scan;

    private final Numbering numbering;

    private Table(final TableFiles files) {
        this.files = files;
        rows = files.rows().javaRDD();
        final int fileColumn = files.fileColumn();
        final int[] texts = IntStream.range(0, files.columns().length())
            .filter(column -> files.columns().apply(column).dataType() instanceof StringType).toArray();
        scan = new Scan(texts);
        rows.mapPartitions(split -> List.of(new Scan(texts).read(split, fileColumn)).iterator()).collect()
            .forEach(scan::merge);
        numbering = scan.numbering();
    }

    /**
     * Reads the files once, to find the places of their rows.
     *
     * @param input a file, a folder or a pattern
     * @throws TableException if there is no file or no row, or the files differ
     */
    public static Table open(final SparkSession spark, final String input) throws IOException {
        final Table table = new Table(TableFiles.open(spark, input));
        if (table.rows() == 0) {
            throw new TableException("The input \"" + input + "\" has no rows. Give files with rows.");
        }
        return table;
    }

    /** The number of rows. */
    public long rows() {
        return numbering.rows();
    }

    /**
     * The columns to train on.
     *
     * @param chosen the inputs; empty for those that a network can read, but nominal ones of many values and one at the
     *            end of the table, which is taken for the class
     * @param classColumn that of the class, if any, which is no input
     * @throws TableException if a column is missing or cannot be read
     */
    public Columns toTrain(final List<String> chosen, final Optional<String> classColumn) throws TableException {
        final List<Input> inputs = new ArrayList<>();
        final List<Input> suggested = new ArrayList<>();
        for (int c = 0; c < files.columns().length(); c++) {
            final String name = files.names().get(c);
            if (classColumn.equals(Optional.of(name)) || !chosen.isEmpty() && !chosen.contains(name)
                || chosen.isEmpty() && ColumnKind.of(files.columns().apply(c).dataType()).isEmpty()) {
                continue;
            }
            final Input input = files.input(c, scan);
            inputs.add(input);
            if (input.kind() != ColumnKind.NOMINAL
                || scan.column(c).fewValues() && c < files.columns().length() - 1) {
                suggested.add(input);
            }
        }
        for (final String name : chosen) {
            if (!files.names().contains(name)) {
                inputs.add(new Input(name, ColumnKind.NUMBER));
            }
        }
        if (inputs.isEmpty()) {
            throw new TableException("There is no input column. Choose at least one (columns).");
        }
        final Optional<Input> target = classColumn.map(name -> new Input(name, ColumnKind.NOMINAL));
        final Columns columns =
            new Columns(files.names(), chosen.isEmpty() && !suggested.isEmpty() ? suggested : inputs, target);
        if (target.isPresent()) {
            files.check(target.get());
        }
        return columns;
    }

    /**
     * The columns that a network reads.
     *
     * @param target that of the target, if any
     * @throws TableException if a column is missing, or has vectors where none are read or none where they are
     */
    public Columns of(final InputEncoding encoding, final Optional<Input> target) throws TableException {
        final Columns columns = new Columns(files.names(), Columns.of(encoding), target);
        for (final Input input : Columns.of(encoding)) {
            files.check(input);
        }
        if (target.isPresent()) {
            files.check(target.get());
        }
        return columns;
    }

    /** A column as what it is: one of numbers if all its values are. */
    public Input input(final String name) throws TableException {
        if (!files.names().contains(name)) {
            throw new TableException("The column \"" + name + "\" is missing in the files. Choose another one.");
        }
        return files.input(files.names().indexOf(name), scan);
    }

    /**
     * The rows in parts of equal size, shuffled among these, in the order of the files within a part.
     *
     * @param parts how many; no more than there are rows
     * @param key of the shuffling
     */
    public PartedTable parted(final Columns columns, final int parts, final long key) {
        final RowReading reading = new RowReading(columns, numbering, files.fileColumn(), files.corruptColumn());
        final JavaPairRDD<Long, TableRow> placed = rows.mapPartitionsToPair(reading::read);
        return new PartedTable(columns,
            placed.repartitionAndSortWithinPartitions(new Places(rows(), parts, key)).values());
    }

    /** The rows as Spark splits them, in no order that is promised, with all their columns. */
    public JavaRDD<Tuple2<Row, TableRow>> inSplits(final Columns columns) {
        final RowReading reading = new RowReading(columns, numbering, files.fileColumn(), files.corruptColumn());
        return rows.mapPartitions(reading::readWithAll);
    }

    /** The columns of the files. */
    public StructType columns() {
        return files.columns();
    }
}
