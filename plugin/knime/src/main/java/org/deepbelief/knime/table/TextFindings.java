// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.deepbelief.knime.port.InputKind;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.node.BufferedDataTable;

/** Finds columns of text that hold numbers or dates, which a network would take for so many different names. */
public final class TextFindings {

    /** What all texts of a column may be instead. */
    private enum Look {

        DECIMAL_COMMAS("[-+]?\\d+|[-+]?[\\d.]*\\d,\\d+", ".*,.*", "numbers with decimal commas",
            "Convert them to numbers first (String to Number, with \",\" as the decimal separator)"),

        DATES("(\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4})([T ]\\d.*)?", ".*", "dates",
            "Convert them to numbers first, such as days since a day or the month");

        private final Pattern all;

        private final Pattern one;

        private final String words;

        private final String remedy;

        Look(final String all, final String one, final String words, final String remedy) {
            this.all = Pattern.compile(all);
            this.one = Pattern.compile(one);
            this.words = words;
            this.remedy = remedy;
        }

        boolean fits(final List<String> texts) {
            return texts.stream().allMatch(text -> all.matcher(text).matches())
                && texts.stream().anyMatch(text -> one.matcher(text).matches());
        }
    }

    private static final int ROWS = 1000;

    private static final int NAMED = 10;

    private TextFindings() {
    }

    /**
     * What the user should know of the columns of text, by the first rows: a line for each kind of what they look like.
     *
     * @param table the training rows
     * @param others columns that are meant to be what they are: that of the classes, those by which rows follow each
     *             other
     */
    public static Optional<String> warning(final BufferedDataTable table, final Set<String> others) {
        final DataTableSpec spec = table.getDataTableSpec();
        final List<Integer> columns = new ArrayList<>();
        final List<List<String>> texts = new ArrayList<>();
        for (int c = 0; c < spec.getNumColumns(); c++) {
            if (InputColumns.kindOf(spec.getColumnSpec(c)).filter(InputKind.NOMINAL::equals).isPresent()
                && !others.contains(spec.getColumnSpec(c).getName())) {
                columns.add(c);
                texts.add(new ArrayList<>());
            }
        }
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        read(table, columns, texts);
        final List<String> warnings = new ArrayList<>();
        for (final Look look : Look.values()) {
            final List<String> names = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                if (!texts.get(i).isEmpty() && look.fits(texts.get(i))) {
                    names.add('"' + spec.getColumnSpec(columns.get(i)).getName() + '"');
                }
            }
            if (!names.isEmpty()) {
                warnings.add(describe(look, names));
            }
        }
        return warnings.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", warnings));
    }

    private static void read(final BufferedDataTable table, final List<Integer> columns,
        final List<List<String>> texts) {
        final int[] read = columns.stream().mapToInt(Integer::intValue).toArray();
        try (CloseableRowIterator rows = table.filter(TableFilter.materializeCols(read)).iterator()) {
            for (int r = 0; r < ROWS && rows.hasNext(); r++) {
                final DataRow row = rows.next();
                for (int i = 0; i < read.length; i++) {
                    final DataCell cell = row.getCell(read[i]);
                    if (!cell.isMissing() && !cell.toString().isBlank()) {
                        texts.get(i).add(cell.toString().strip());
                    }
                }
            }
        }
    }

    private static String describe(final Look look, final List<String> names) {
        return "Text that looks like " + look.words + " stands in " + names.stream().limit(NAMED)
            .collect(Collectors.joining(", ")) + (names.size() > NAMED ? " and " + (names.size() - NAMED)
            + " more columns" : "") + ": a network takes each different text for a name of its own. " + look.remedy
            + ".";
    }
}
