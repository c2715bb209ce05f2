// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base.csv;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;

/**
 * How a CSV file is to be taken apart. A character 0 stands for none.
 *
 * @param columnDelimiter stands between the values of a row
 * @param rowDelimiter ends a row; 0 for any line break
 * @param quote stands around values
 * @param quoteEscape stands before a quote inside of quotes
 * @param comment starts a line that is skipped
 * @param keepQuotes whether quotes belong to the value, and white space is not trimmed
 * @param emptyQuotesAreMissing whether nothing in quotes is a missing value
 * @param rowDelimiterInQuotes whether a quoted value can have several lines
 */
record CsvFormat(char columnDelimiter, char rowDelimiter, char quote, char quoteEscape, char comment,
    boolean keepQuotes, boolean emptyQuotesAreMissing, boolean rowDelimiterInQuotes) {

    static CsvFormat of(final NodeSettingsRO settings, final NodeSettingsRO advanced) throws InvalidSettingsException {
        return new CsvFormat(character(settings, "column_delimiter"),
            settings.getBoolean("use_line_break_row_delimiter", true) ? 0 : character(settings, "row_delimiter"),
            character(settings, "quote_char"), character(settings, "quote_escape_char"),
            character(settings, "comment_char"),
            advanced.getString("quote_option", "").equals("KEEP_QUOTES"),
            advanced.getBoolean("replace_empty_quotes_with_missing", true),
            !advanced.getBoolean("no_row_delimiters_in_quotes", false));
    }

    static char character(final NodeSettingsRO settings, final String key) throws InvalidSettingsException {
        final var text = settings.getString(key, "");
        final var plain = text.equals("\\t") ? "\t" : text;
        if (plain.length() > 1) {
            throw new InvalidSettingsException("The setting \"" + key + "\" is \"" + text
                + "\"; only single characters are possible here.");
        }
        return plain.isEmpty() ? 0 : plain.charAt(0);
    }
}
