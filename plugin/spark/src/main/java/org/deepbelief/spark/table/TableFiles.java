// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.deepbelief.spark.table.Columns.Input;

/**
 * Files of rows as Spark reads them: CSV with a header, all values as texts, or Parquet; with where each row lies.
 *
 * @param rows the columns of the files, then for CSV the text of a line that is none, then file and block
 * @param columns the columns of the files
 */
record TableFiles(Dataset<Row> rows, StructType columns) {

    private static final String CORRUPT = "_corrupt_record";

    /**
     * Opens files.
     *
     * @param input a file, a folder or a pattern
     * @throws TableException if there is none, or they differ
     */
    static TableFiles open(final SparkSession spark, final String input) throws IOException {
        final boolean csv = isCsv(spark, input);
        try {
            final Dataset<Row> plain = csv ? spark.read().option("header", true).csv(input)
                : spark.read().parquet(input);
            final String[] files = plain.inputFiles();
            Arrays.sort(files);
            checkAlike(spark.sparkContext().hadoopConfiguration(), files, csv);
            final StructType columns = plain.schema();
            final Dataset<Row> rows = csv ? spark.read().option("header", true)
                .option("columnNameOfCorruptRecord", CORRUPT).schema(columns.add(CORRUPT, "string")).csv(input) : plain;
            return new TableFiles(rows.select(functions.col("*"), functions.col("_metadata.file_path"),
                functions.col("_metadata.file_block_start")), columns);
        } catch (Exception e) {
            if (e instanceof AnalysisException || e instanceof SparkException) {
                throw new TableException("The input \"" + input + "\" cannot be read: " + reason(e)
                    + ". Give CSV files with a header, their names with .csv at the end, or Parquet files.");
            }
            throw e;
        }
    }

    /** Why, in a line: where a task has failed, it is further down. */
    private static String reason(final Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage()).lines().findFirst().orElse("");
    }

    private static boolean isCsv(final SparkSession spark, final String input) throws IOException {
        final Path path = new Path(input);
        final FileSystem system = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
        final FileStatus[] matches = system.globStatus(path);
        if (matches == null || matches.length == 0) {
            throw new TableException("There is no file \"" + input + "\". Give a file, a folder or a pattern.");
        }
        final List<String> csv = new ArrayList<>();
        final List<String> others = new ArrayList<>();
        for (final FileStatus match : matches) {
            final FileStatus[] files =
                match.isDirectory() ? system.listStatus(match.getPath()) : new FileStatus[] {match};
            for (final FileStatus file : files) {
                final String name = file.getPath().getName();
                if (file.isFile() && !name.startsWith("_") && !name.startsWith(".")) {
                    (isCsv(name) ? csv : others).add(name);
                }
            }
        }
        if (!csv.isEmpty() && !others.isEmpty()) {
            throw new TableException("The input \"" + input + "\" has CSV files, such as \"" + csv.get(0)
                + "\", and others, such as \"" + others.get(0) + "\". Give files of one kind, such as \"" + input
                + "/*.csv\".");
        }
        return !csv.isEmpty();
    }

    private static boolean isCsv(final String name) {
        final String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".csv") || lower.contains(".csv.");
    }

    private static void checkAlike(final Configuration hadoop, final String[] files, final boolean csv)
        throws IOException {
        String first = null;
        for (final String file : files) {
            final String columns = csv ? header(hadoop, file) : parquetSchema(hadoop, file);
            if (first == null) {
                first = columns;
            }
            if (!first.equals(columns)) {
                throw new TableException("The files differ in their columns: \"" + Numbering.fileName(files[0])
                    + "\" has " + first + ", but \"" + Numbering.fileName(file) + "\" has " + columns
                    + ". Give files of the same columns in the same order.");
            }
        }
    }

    private static String header(final Configuration hadoop, final String file) throws IOException {
        final Path path = new Path(URI.create(file));
        final CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
        try (InputStream in = path.getFileSystem(hadoop).open(path);
            InputStream plain = codec == null ? in : codec.createInputStream(in);
            BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return Objects.requireNonNullElse(reader.readLine(), "none");
        }
    }

    private static String parquetSchema(final Configuration hadoop, final String file) throws IOException {
        try (ParquetFileReader reader =
            ParquetFileReader.open(HadoopInputFile.fromPath(new Path(URI.create(file)), hadoop))) {
            return reader.getFileMetaData().getSchema().getColumns().toString();
        }
    }

    List<String> names() {
        return List.of(columns.fieldNames());
    }

    /** The index of the column that tells the file; after it comes where the block starts. */
    int fileColumn() {
        return rows.columns().length - 2;
    }

    static Block block(final Row row, final int fileColumn) {
        return new Block(row.getString(fileColumn), row.getLong(fileColumn + 1));
    }

    /** The index of the column that holds lines that are no rows; -1 where there is none. */
    int corruptColumn() {
        return rows.columns().length - 2 > columns.length() ? columns.length() : -1;
    }

    /** @throws TableException if a column of the files has vectors where none are read, or none where they are */
    void check(final Input wanted) throws TableException {
        final DataType type = columns.apply(wanted.name()).dataType();
        final boolean vectors = ColumnKind.of(type).equals(Optional.of(ColumnKind.VECTOR));
        if (vectors != (wanted.kind() == ColumnKind.VECTOR)) {
            throw new TableException("The column \"" + wanted.name() + "\" of the files is of the type "
                + type.simpleString() + " where " + wanted.kind().words() + " are read. Give files with these in it, or"
                + " choose another column.");
        }
    }

    /** The kind of a column by its values: a text may be a number. */
    Input input(final int column, final Scan scan) throws TableException {
        final ColumnKind kind = ColumnKind.of(columns.apply(column).dataType())
            .orElseThrow(() -> new TableException("The input column \"" + columns.apply(column).name()
                + "\" is of the type " + columns.apply(column).dataType().simpleString() + ", which is neither a"
                + " number, a nominal value nor a vector of numbers. Convert it or take it out of the input columns."));
        final boolean texts = corruptColumn() >= 0;
        return new Input(columns.apply(column).name(),
            texts && scan.column(column).numbers() ? ColumnKind.NUMBER : kind);
    }
}
