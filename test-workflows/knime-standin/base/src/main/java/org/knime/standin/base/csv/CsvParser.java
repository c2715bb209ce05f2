// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Takes a CSV file apart, row by row. */
final class CsvParser implements Closeable {

    private static final int END = -1;

    private final Reader reader;

    private final CsvFormat format;

    private final char[] buffer = new char[1 << 16];

    private final StringBuilder value = new StringBuilder();

    private int position;

    private int limit;

    private long line = 1;

    CsvParser(final Reader reader, final CsvFormat format) throws IOException {
        this.reader = reader;
        this.format = format;
        if (peek() == '\uFEFF') {
            position++;
        }
    }

    /** @return the line at which the parser is, the first being 1 */
    long line() {
        return line;
    }

    void skipLine() throws IOException {
        var character = read();
        while (character != END && !endsRow(character)) {
            character = read();
        }
    }

    /** @return the values of the next row, null for a missing one; null after the last row */
    List<String> next() throws IOException {
        while (format.comment() != 0 && peek() == format.comment()) {
            skipLine();
        }
        if (peek() == END) {
            return null;
        }
        final var values = new ArrayList<String>();
        int end;
        do {
            end = value(values);
        } while (end == format.columnDelimiter());
        return values;
    }

    /** @return the character that ended the value */
    private int value(final List<String> values) throws IOException {
        value.setLength(0);
        var character = read();
        while (!format.keepQuotes() && isSpace(character)) {
            character = read();
        }
        if (character == format.quote() && format.quote() != 0) {
            quoted();
            values.add(value.isEmpty() && format.emptyQuotesAreMissing() ? null : value.toString());
            return afterQuote();
        }
        while (character != END && character != format.columnDelimiter() && !endsRow(character)) {
            value.append((char)character);
            character = read();
        }
        if (!format.keepQuotes()) {
            while (!value.isEmpty() && isSpace(value.charAt(value.length() - 1))) {
                value.setLength(value.length() - 1);
            }
        }
        values.add(value.isEmpty() ? null : value.toString());
        return character;
    }

    private void quoted() throws IOException {
        final var start = line;
        keepQuote();
        while (true) {
            final var character = read();
            if (character == END || !format.rowDelimiterInQuotes() && endsRow(character)) {
                throw new IOException("The quote in line " + start + " is not closed.");
            }
            if (character == format.quoteEscape() && format.quoteEscape() != 0
                && (peek() == format.quote() || format.quoteEscape() != format.quote()
                    && peek() == format.quoteEscape())) {
                value.append((char)read());
            } else if (character == format.quote()) {
                keepQuote();
                return;
            } else {
                value.append((char)character);
            }
        }
    }

    private void keepQuote() {
        if (format.keepQuotes()) {
            value.append(format.quote());
        }
    }

    private int afterQuote() throws IOException {
        var character = read();
        while (isSpace(character)) {
            character = read();
        }
        if (character != END && character != format.columnDelimiter() && !endsRow(character)) {
            throw new IOException("In line " + line + " the character '" + (char)character
                + "' follows a closing quote; a column delimiter or the end of the row was expected.");
        }
        return character;
    }

    private boolean isSpace(final int character) {
        return (character == ' ' || character == '\t') && character != format.columnDelimiter();
    }

    /** Takes the second character of a Windows line break, too. */
    private boolean endsRow(final int character) throws IOException {
        if (format.rowDelimiter() != 0) {
            return character == format.rowDelimiter();
        }
        if (character == '\r' && peek() == '\n') {
            read();
        }
        return character == '\n' || character == '\r';
    }

    private int peek() throws IOException {
        if (position == limit) {
            limit = Math.max(reader.read(buffer), 0);
            position = 0;
            if (limit == 0) {
                return END;
            }
        }
        return buffer[position];
    }

    private int read() throws IOException {
        final var character = peek();
        if (character != END) {
            position++;
            if (character == '\n') {
                line++;
            }
        }
        return character;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
