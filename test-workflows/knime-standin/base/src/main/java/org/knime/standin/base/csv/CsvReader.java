// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base.csv;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;
import org.knime.standin.base.FileLocation;
import org.knime.standin.base.StoredSettings;

/**
 * Reads a CSV file into a table. Column types are guessed from the first rows (10,000 unless set otherwise); a later
 * value that does not fit is an error.
 */
public final class CsvReader {

    private static final int ROWS_PER_PROGRESS = 500;

    private final Path file;

    private final CsvFormat format;

    private final Charset charset;

    private final boolean hasHeader;

    private final boolean hasRowIds;

    private final boolean shortRows;

    private final boolean skipEmptyRows;

    private final int maximumColumns;

    private final long rowsScanned;

    private final long linesSkipped;

    private final long rowsSkipped;

    private final long maximumRows;

    private final char decimalSeparator;

    private final char thousandsSeparator;

    /**
     * @param stored the settings of a CSV Reader
     * @throws InvalidSettingsException if a setting is missing or asks for what is not available, or there is no file
     */
    public CsvReader(final StoredSettings stored) throws InvalidSettingsException {
        final var settings = stored.group("settings");
        final var advanced = stored.group("advanced_settings");
        final var limits = stored.group("limit_rows");
        if (advanced.getBoolean("append_path_column_Internals", false)) {
            throw new InvalidSettingsException("A column with the file's path is not available here.");
        }
        file = FileLocation.existing(stored.group("settings", "file_selection"));
        format = CsvFormat.of(settings, advanced);
        charset = charset(stored.group("encoding").getString("charset", null));
        hasHeader = settings.getBoolean("has_column_header");
        hasRowIds = settings.getBoolean("has_row_id");
        shortRows = settings.getBoolean("support_short_data_rows");
        skipEmptyRows = settings.getBoolean("skip_empty_data_rows");
        maximumColumns = advanced.getInt("maximum_number_of_columns");
        rowsScanned = limit(advanced, "limit_data_rows_scanned", "max_data_rows_scanned", Long.MAX_VALUE);
        linesSkipped = limit(limits, "skip_lines", "number_of_lines_to_skip", 0);
        rowsSkipped = limit(limits, "skip_data_rows", "number_of_rows_to_skip", 0);
        maximumRows = limit(limits, "limit_data_rows", "max_rows", Long.MAX_VALUE);
        decimalSeparator = CsvFormat.character(advanced, "decimal_separator");
        thousandsSeparator = CsvFormat.character(advanced, "thousands_separator");
    }

    private static long limit(final NodeSettingsRO settings, final String switchKey, final String key,
        final long otherwise) throws InvalidSettingsException {
        return settings.getBoolean(switchKey) ? settings.getLong(key) : otherwise;
    }

    private static Charset charset(final String name) throws InvalidSettingsException {
        try {
            return name == null ? Charset.defaultCharset() : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new InvalidSettingsException("There is no character set \"" + name + "\".", e);
        }
    }

    /**
     * @return the table's spec, from the header and the rows that are scanned
     * @throws IOException if the file cannot be read
     */
    public DataTableSpec spec() throws IOException {
        final var guesses = new ArrayList<ColumnGuess>();
        return spec(guesses);
    }

    private DataTableSpec spec(final List<ColumnGuess> guesses) throws IOException {
        try (var channel = Files.newByteChannel(file); var parser = open(channel)) {
            final var header = hasHeader ? parser.next() : null;
            skipRows(parser);
            var row = header == null ? nextRow(parser) : header;
            final var columns = row == null ? 0 : row.size() - (hasRowIds ? 1 : 0);
            if (columns > maximumColumns) {
                throw new IOException("\"" + file + "\" has " + columns + " columns; the limit is set to "
                    + maximumColumns + ".");
            }
            for (var column = 0; column < columns; column++) {
                guesses.add(ColumnGuess.UNKNOWN);
            }
            if (header != null) {
                row = nextRow(parser);
            }
            for (var scanned = 0L; row != null && scanned < Math.min(rowsScanned, maximumRows); scanned++) {
                final var values = values(row);
                for (var column = 0; column < Math.min(columns, values.size()); column++) {
                    if (values.get(column) != null) {
                        guesses.set(column, guesses.get(column).with(number(guesses.get(column), values.get(column))));
                    }
                }
                row = nextRow(parser);
            }
            final var names = names(header == null ? null : values(header), columns);
            final var specs = new DataColumnSpec[columns];
            Arrays.setAll(specs,
                column -> new DataColumnSpecCreator(names.get(column), guesses.get(column).type()).createSpec());
            return new DataTableSpec(file.getFileName().toString(), specs);
        }
    }

    private static List<String> names(final List<String> header, final int columns) {
        final var names = new LinkedHashSet<String>();
        for (var column = 0; column < columns; column++) {
            final var name = header == null || header.get(column) == null ? "Column" + column : header.get(column);
            var unique = name;
            for (var number = 1; !names.add(unique); number++) {
                unique = name + " (#" + number + ")";
            }
        }
        return List.copyOf(names);
    }

    /**
     * @param exec takes progress and makes the table
     * @return the table
     * @throws IOException if the file cannot be read or a value is not of its column's type; names row and column
     * @throws CanceledExecutionException if the user cancelled
     */
    public BufferedDataTable read(final ExecutionContext exec) throws IOException, CanceledExecutionException {
        final var guesses = new ArrayList<ColumnGuess>();
        final var spec = spec(guesses);
        final var container = exec.createDataContainer(spec);
        try (var channel = Files.newByteChannel(file); var parser = open(channel)) {
            if (hasHeader) {
                parser.next();
            }
            skipRows(parser);
            for (var number = 0L; number < maximumRows; number++) {
                final var row = nextRow(parser);
                if (row == null) {
                    break;
                }
                if (number % ROWS_PER_PROGRESS == 0) {
                    exec.checkCanceled();
                    final var rows = number;
                    exec.setProgress((double)channel.position() / Math.max(1, channel.size()),
                        () -> "Reading row " + rows);
                }
                container.addRowToTable(new DefaultRow(key(row, number, parser), cells(row, spec, guesses, parser)));
            }
        } finally {
            container.close();
        }
        return container.getTable();
    }

    private String key(final List<String> row, final long number, final CsvParser parser) throws IOException {
        if (!hasRowIds) {
            return "Row" + number;
        }
        if (row.get(0) == null) {
            throw new IOException("The row before line " + parser.line() + " of \"" + file + "\" has no row ID.");
        }
        return row.get(0);
    }

    private DataCell[] cells(final List<String> row, final DataTableSpec spec, final List<ColumnGuess> guesses,
        final CsvParser parser) throws IOException {
        final var values = values(row);
        if (values.size() > guesses.size() || values.size() < guesses.size() && !shortRows) {
            throw new IOException("The row before line " + parser.line() + " of \"" + file + "\" has " + values.size()
                + " values; the table has " + guesses.size() + " columns.");
        }
        final var cells = new DataCell[guesses.size()];
        for (var column = 0; column < cells.length; column++) {
            final var value = column < values.size() ? values.get(column) : null;
            try {
                cells[column] = value == null ? DataType.getMissingCell()
                    : guesses.get(column).cell(number(guesses.get(column), value));
            } catch (NumberFormatException e) {
                throw new IOException("The value \"" + value + "\" of column \"" + spec.getColumnSpec(column).getName()
                    + "\" in the row before line " + parser.line() + " of \"" + file + "\" is not of the type "
                    + guesses.get(column).type().getName() + " that the column's first values have.", e);
            }
        }
        return cells;
    }

    private String number(final ColumnGuess guess, final String value) {
        if (guess == ColumnGuess.STRING || thousandsSeparator == 0 && decimalSeparator == '.') {
            return value;
        }
        final var plain = thousandsSeparator == 0 ? value : value.replace(String.valueOf(thousandsSeparator), "");
        return decimalSeparator == 0 ? plain : plain.replace(decimalSeparator, '.');
    }

    private List<String> values(final List<String> row) {
        return hasRowIds ? row.subList(1, row.size()) : row;
    }

    private List<String> nextRow(final CsvParser parser) throws IOException {
        var row = parser.next();
        while (row != null && skipEmptyRows && row.size() == 1 && row.get(0) == null) {
            row = parser.next();
        }
        return row;
    }

    private void skipRows(final CsvParser parser) throws IOException {
        for (var skipped = 0L; skipped < rowsSkipped && nextRow(parser) != null; skipped++) {
            // only counted
        }
    }

    private CsvParser open(final SeekableByteChannel channel) throws IOException {
        final Reader reader = Channels.newReader(channel, charset);
        final var parser = new CsvParser(reader, format);
        for (var skipped = 0L; skipped < linesSkipped; skipped++) {
            parser.skipLine();
        }
        return parser;
    }
}
