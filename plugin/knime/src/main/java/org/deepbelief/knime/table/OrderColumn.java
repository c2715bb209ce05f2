// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;

import org.deepbelief.knime.table.OutputColumn.Kind;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;

/**
 * The column by which rows follow each other, as numbers that sort as its cells do: its own numbers, or those of dates
 * and times.
 */
final class OrderColumn {

    private final String name;

    private final int tableColumn;

    private final Kind kind;

    private final boolean numbers;

    /** Null for numbers, and until the first cell is read. */
    private OrderForm form;

    private ZoneId zone;

    /**
     * Whether all so far are the same day of their month and the same time of their day, so that they may be months.
     */
    private boolean sameDayOfMonth = true;

    private LocalDateTime first;

    /**
     * How far two rows that follow each other lie apart.
     *
     * @param size what their keys differ by, or a number of months
     * @param months whether it is months where keys are not
     */
    record Step(double size, boolean months) {
    }

    OrderColumn(final DataColumnSpec column, final int tableColumn) {
        name = column.getName();
        this.tableColumn = tableColumn;
        kind = SequenceColumns.kind(column);
        numbers = kind != Kind.TEXT;
    }

    int tableColumn() {
        return tableColumn;
    }

    String name() {
        return name;
    }

    /** @throws UnfitTableException if the row has no value here, or one that is neither a number nor a date or time */
    double key(final DataRow row) throws UnfitTableException {
        final DataCell cell = row.getCell(tableColumn);
        final double key = cell.isMissing() ? Double.NaN : numbers ? Cells.number(cell) : parsed(cell.toString(), row);
        if (Double.isNaN(key)) {
            throw new UnfitTableException("The order column \"" + name + "\" has a missing value in row \""
                + row.getKey().getString() + "\", so nothing tells where the row belongs. Replace the value, or remove"
                + " the row.");
        }
        return key;
    }

    private double parsed(final String text, final DataRow row) throws UnfitTableException {
        if (form == null) {
            form = OrderForm.of(text).orElseThrow(() -> new UnfitTableException("The order column \"" + name
                + "\" has the value \"" + text + "\" in row \"" + row.getKey().getString() + "\", which is neither a"
                + " number nor a date or time in ISO form, such as 2024-02-29, 2024-02-29T12:30, 2024-02-29T12:30+01:00"
                + " or 2024-02. Convert the column, by String to Date&Time for instance."));
        }
        try {
            final OrderForm.Parsed parsed = form.parse(text);
            zone = zone == null ? parsed.zone() : zone;
            watchMonths(parsed.key());
            return parsed.key();
        } catch (DateTimeException e) {
            throw new UnfitTableException("The order column \"" + name + "\" has the value \"" + text + "\" in row \""
                + row.getKey().getString() + "\", which is not of the form of the values before. Bring all to one ISO"
                + " form.", e);
        }
    }

    private void watchMonths(final double key) {
        if (sameDayOfMonth && form != OrderForm.MONTH) {
            final LocalDateTime local = form.local(key, zone);
            first = first == null ? local : first;
            sameDayOfMonth = local.getDayOfMonth() == first.getDayOfMonth()
                && local.toLocalTime().equals(first.toLocalTime());
        }
    }

    /** A distance in the measure of steps: of keys, or of months where all rows have one day of the month. */
    private double place(final double key) {
        if (!inMonths()) {
            return key;
        }
        final LocalDateTime local = form.local(key, zone);
        return 12.0 * local.getYear() + local.getMonthValue();
    }

    private boolean inMonths() {
        return !numbers && form != null && form != OrderForm.MONTH && sameDayOfMonth;
    }

    /** How far apart two rows are, in steps' measure. */
    double distance(final double earlier, final double later) {
        return place(later) - place(earlier);
    }

    /**
     * The step of a regular column: the median distance, where at least nine of ten distances are that.
     *
     * @param distances of rows that follow each other; sorted by this
     */
    Optional<Step> step(final double[] distances) {
        if (distances.length == 0) {
            return Optional.empty();
        }
        Arrays.sort(distances);
        final double median = distances[distances.length / 2];
        final long same = Arrays.stream(distances).filter(distance -> isOne(distance, median)).count();
        return median > 0 && same >= 0.9 * distances.length ? Optional.of(new Step(median, inMonths()))
            : Optional.empty();
    }

    private static boolean isOne(final double distance, final double step) {
        return Math.abs(distance - step) <= 1e-6 * step;
    }

    /** How many rows are missing between two that follow each other: 0 if none, or if the distance is no whole step. */
    static long missing(final double distance, final Step step) {
        final double steps = distance / step.size();
        final double whole = Math.rint(steps);
        return whole >= 2 && Math.abs(steps - whole) <= 1e-6 * whole ? (long)whole - 1 : 0;
    }

    /**
     * Sets the value that a row has which comes later than another.
     *
     * @param key of the row that is there
     * @param steps how many later, at least 1
     */
    void set(final OutputRow row, final int column, final double key, final Step step, final int steps) {
        final double far = steps * step.size();
        if (!numbers) {
            final LocalDateTime local = step.months() ? form.local(key, zone).plusMonths((long)far)
                : form.local(key + far, zone);
            row.text(column, form.text(local, zone));
            return;
        }
        switch (kind) {
            case INTEGER -> row.integer(column, (int)Math.rint(key + far));
            case LONG -> row.longInteger(column, (long)Math.rint(key + far));
            default -> row.number(column, key + far);
        }
    }
}
