// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base.csv;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.standin.base.FileLocation;
import org.knime.standin.base.FileLocation.IfPathExists;
import org.knime.standin.base.StoredSettings;

/** Writes a table to a CSV file, which is either written as a whole or not at all. */
public final class CsvWriter {

    private enum QuoteMode {
        ALWAYS, STRINGS_ONLY, IF_NEEDED, NEVER
    }

    private static final int ROWS_PER_PROGRESS = 500;

    // Java's formats keep 3 digits unless told otherwise; a double never needs more than these
    private static final int ALL_DIGITS = 340;

    private final Path file;

    private final boolean append;

    private final char columnDelimiter;

    private final String rowDelimiter;

    private final String quote;

    private final String escapedQuote;

    private final String escape;

    private final boolean writeHeader;

    private final boolean skipHeaderOnAppend;

    private final boolean writeRowIds;

    private final String missing;

    private final boolean compress;

    private final QuoteMode quoteMode;

    private final String delimiterReplacement;

    private final char decimalSeparator;

    private final boolean scientific;

    private final boolean keepTrailingZero;

    private final DecimalFormat decimals;

    private final DecimalFormat integers;

    private final Charset charset;

    /**
     * @param stored the settings of a CSV Writer
     * @throws InvalidSettingsException if a setting is missing, asks for what is not available, or the file cannot be
     *             written
     */
    public CsvWriter(final StoredSettings stored) throws InvalidSettingsException {
        final var settings = stored.group("settings");
        final var advanced = stored.group("advanced_settings");
        final var comments = stored.group("comment_header_settings");
        for (final var key : new String[]{"add_time_to_comment", "add_user_to_comment", "add_table_name_to_comment",
            "add_custom_text_to_comment"}) {
            if (comments.getBoolean(key)) {
                throw new InvalidSettingsException("Comments in the file (\"" + key + "\") are not available here.");
            }
        }
        final var chooser = stored.group("settings", "file_chooser_settings");
        file = FileLocation.writable(chooser);
        append = IfPathExists.of(chooser) == IfPathExists.APPEND;
        columnDelimiter = CsvFormat.character(settings, "column_delimiter");
        final var lineBreak = settings.getString("row_delimiter", null);
        rowDelimiter = lineBreak == null || lineBreak.isEmpty() ? System.lineSeparator() : lineBreak;
        quote = String.valueOf(settings.getChar("quote_char"));
        escape = String.valueOf(settings.getChar("quote_escape_char"));
        escapedQuote = escape + quote;
        writeHeader = settings.getBoolean("write_column_header");
        skipHeaderOnAppend = settings.getBoolean("skip_column_header_on_append");
        writeRowIds = settings.getBoolean("write_row_header");
        missing = advanced.getString("missing_value_pattern", "");
        compress = advanced.getBoolean("compress_with_gzip");
        quoteMode = quoteMode(advanced.getString("quote_mode"));
        delimiterReplacement = advanced.getString("separator_replacement", "");
        decimalSeparator = advanced.getChar("decimal_separator");
        scientific = advanced.getBoolean("use_scientific_format");
        final var symbols = DecimalFormatSymbols.getInstance(Locale.ENGLISH);
        keepTrailingZero = advanced.getBoolean("keep_trailing_zero_in_decimals");
        decimals = new DecimalFormat(keepTrailingZero ? "0.0" : "0.#", symbols);
        decimals.setMaximumFractionDigits(ALL_DIGITS);
        integers = new DecimalFormat("0", symbols);
        charset = Charset.forName(stored.group("encoding").getString("character_set", "UTF-8"));
    }

    private static QuoteMode quoteMode(final String name) throws InvalidSettingsException {
        try {
            return QuoteMode.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException("The setting \"quote_mode\" cannot be \"" + name + "\".", e);
        }
    }

    /** @return the file that is written */
    public Path file() {
        return file;
    }

    /**
     * @param table what to write
     * @param exec takes progress
     * @throws IOException if the file cannot be written
     * @throws CanceledExecutionException if the user cancelled; the file is then as before
     */
    public void write(final BufferedDataTable table, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        final var existed = Files.exists(file);
        FileLocation.<CanceledExecutionException>replace(file, append, target -> {
            try (var stream = Files.newOutputStream(target, StandardOpenOption.APPEND);
                    var out = compress ? new GZIPOutputStream(stream) : stream;
                    var writer = new BufferedWriter(new OutputStreamWriter(out, charset))) {
                if (writeHeader && !(append && existed && skipHeaderOnAppend)) {
                    writeHeader(table.getDataTableSpec(), writer);
                }
                writeRows(table, writer, exec);
            }
        });
    }

    private void writeHeader(final DataTableSpec spec, final Writer writer) throws IOException {
        var separator = "";
        if (writeRowIds) {
            writer.write(text("row ID", false));
            separator = String.valueOf(columnDelimiter);
        }
        for (final var name : spec.getColumnNames()) {
            writer.write(separator);
            writer.write(text(name, false));
            separator = String.valueOf(columnDelimiter);
        }
        writer.write(rowDelimiter);
    }

    private void writeRows(final BufferedDataTable table, final Writer writer, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        var number = 0L;
        try (var rows = table.iterator()) {
            while (rows.hasNext()) {
                if (number % ROWS_PER_PROGRESS == 0) {
                    exec.checkCanceled();
                    final var written = number;
                    exec.setProgress((double)written / table.size(), () -> "Writing row " + written);
                }
                writeRow(rows.next(), writer);
                number++;
            }
        }
    }

    private void writeRow(final DataRow row, final Writer writer) throws IOException {
        var separator = "";
        if (writeRowIds) {
            writer.write(text(row.getKey().getString(), false));
            separator = String.valueOf(columnDelimiter);
        }
        for (final var cell : row) {
            writer.write(separator);
            writer.write(cell.isMissing() ? missing
                : cell instanceof DoubleValue number ? text(number(cell, number), true) : text(cell.toString(), false));
            separator = String.valueOf(columnDelimiter);
        }
        writer.write(rowDelimiter);
    }

    private String number(final DataCell cell, final DoubleValue value) {
        if (scientific) {
            return cell.toString();
        }
        if (!(cell instanceof DoubleCell)) {
            return integers.format(value.getDoubleValue());
        }
        return decimal(value.getDoubleValue()).replace('.', decimalSeparator);
    }

    // Java's own text of a double has the same digits and is far quicker made; only exponents need the format
    private String decimal(final double value) {
        final var text = Double.toString(value);
        if (!Double.isFinite(value) || text.indexOf('E') >= 0) {
            return decimals.format(value);
        }
        return keepTrailingZero || !text.endsWith(".0") ? text : text.substring(0, text.length() - 2);
    }

    private String text(final String value, final boolean isNumber) {
        final var quoted = switch (quoteMode) {
            case ALWAYS -> true;
            case STRINGS_ONLY -> !isNumber;
            case IF_NEEDED -> value.indexOf(columnDelimiter) >= 0 || value.indexOf('\n') >= 0
                || value.indexOf('\r') >= 0;
            case NEVER -> false;
        };
        if (quoted) {
            final var escaped = escape.equals(quote) ? value : value.replace(escape, escape + escape);
            return quote + escaped.replace(quote, escapedQuote) + quote;
        }
        return quoteMode == QuoteMode.NEVER && !isNumber
            ? value.replace(String.valueOf(columnDelimiter), delimiterReplacement) : value;
    }
}
