// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.deepbelief.engine.model.RowOrder;
import org.deepbelief.knime.table.OutputColumn.Kind;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.IntValue;
import org.knime.core.data.LongValue;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/**
 * How the rows of one table follow each other: sequence after sequence, in the order of their first rows, and in time
 * within each. Found in one pass over the columns that tell it, which takes some 30 bytes a row and no object.
 */
public final class RowSequence {

    private final long rows;

    /** The numbers of rows of the table in their sequences' order; null where that is the table's. */
    private final int[] ordered;

    /** The sequence of each row of the table; null where all rows are one. */
    private final int[] sequenceOf;

    /** The first place of each sequence in the order, and behind the last one the number of rows. */
    private final int[] starts;

    private final List<DataCell> sequences;

    /** What the names of sequences are in a table that a node makes. */
    private Kind nameKind = Kind.TEXT;

    private final Optional<OrderColumn> order;

    /** Of each row of the table; null without an order column. */
    private final double[] keys;

    private Optional<OrderColumn.Step> step = Optional.empty();

    private final List<String> warnings = new ArrayList<>();

    private RowSequence(final long rows, final int[] sequenceOf, final List<DataCell> sequences,
        final Optional<OrderColumn> order, final double[] keys) {
        this.rows = rows;
        this.sequenceOf = sequenceOf;
        this.sequences = sequences;
        this.order = order;
        this.keys = keys;
        starts = starts();
        final int[] places = sequenceOf == null && keys == null ? null : ordered();
        ordered = places == null || isAscending(places) ? null : places;
    }

    /**
     * Finds the order of a table's rows.
     *
     * @param order by which columns
     * @param progress told of the rows, and asked whether to stop
     * @throws UnfitTableException if a column is missing, or a row has no value in one; the message names it
     * @throws CanceledExecutionException if it was stopped
     */
    public static RowSequence of(final BufferedDataTable table, final RowOrder order, final ExecutionMonitor progress)
        throws UnfitTableException, CanceledExecutionException {
        if (order.equals(RowOrder.AS_IN_TABLE)) {
            return new RowSequence(table.size(), null, List.of(), Optional.empty(), null);
        }
        if (table.size() > Integer.MAX_VALUE - 8) {
            throw new UnfitTableException("Of at most " + (Integer.MAX_VALUE - 8) + " rows the order can be found, not"
                + " of " + table.size()
                + ". Sort the table before, and uncheck the order column and the sequence column.");
        }
        final DataTableSpec spec = table.getDataTableSpec();
        final Optional<OrderColumn> column = order.order().isEmpty() ? Optional.empty()
            : Optional.of(new OrderColumn(spec.getColumnSpec(index(spec, order.order().get(), "order")),
                spec.findColumnIndex(order.order().get())));
        final int sequence = order.sequence().isEmpty() ? -1 : index(spec, order.sequence().get(), "sequence");
        return read(table, column, sequence, progress);
    }

    private static int index(final DataTableSpec table, final String name, final String what)
        throws UnfitTableException {
        final int index = table.findColumnIndex(name);
        if (index < 0) {
            throw new UnfitTableException(SequenceColumns.missing(name, what));
        }
        return index;
    }

    private static RowSequence read(final BufferedDataTable table, final Optional<OrderColumn> order,
        final int sequence, final ExecutionMonitor progress) throws UnfitTableException, CanceledExecutionException {
        final int rows = (int)table.size();
        final double[] keys = order.isPresent() ? new double[rows] : null;
        final int[] sequenceOf = sequence >= 0 ? new int[rows] : null;
        final Map<DataCell, Integer> known = new HashMap<>();
        final List<DataCell> sequences = new ArrayList<>();
        final TableFilter needed = TableFilter.materializeCols(order.isPresent() && sequence >= 0
            ? new int[]{order.get().tableColumn(), sequence}
            : new int[]{order.isPresent() ? order.get().tableColumn() : sequence});
        try (CloseableRowIterator iterator = table.filter(needed).iterator()) {
            for (int row = 0; iterator.hasNext(); row++) {
                progress.checkCanceled();
                if (row % 1024 == 0) {
                    progress.setProgress((double)row / Math.max(1, rows), "Reading the order of the rows");
                }
                final DataRow one = iterator.next();
                if (keys != null) {
                    keys[row] = order.get().key(one);
                }
                if (sequenceOf != null) {
                    final DataCell cell = one.getCell(sequence);
                    if (cell.isMissing()) {
                        throw new UnfitTableException("The sequence column \""
                            + table.getDataTableSpec().getColumnSpec(sequence).getName()
                            + "\" has a missing value in row \"" + one.getKey().getString()
                            + "\", so nothing tells which sequence the row belongs to. Replace the value, or remove the"
                            + " row.");
                    }
                    sequenceOf[row] = known.computeIfAbsent(cell, name -> {
                        sequences.add(name);
                        return sequences.size() - 1;
                    });
                }
            }
        }
        if (sequenceOf != null && sequences.size() == rows && rows > 1) {
            throw new UnfitTableException("The sequence column \""
                + table.getDataTableSpec().getColumnSpec(sequence).getName() + "\" has another value in each of the "
                + rows + " rows, so that no row follows another. Choose a column that several rows share, or none.");
        }
        final RowSequence found = new RowSequence(rows, sequenceOf, sequences, order, keys);
        if (sequence >= 0) {
            found.nameKind = SequenceColumns.kind(table.getDataTableSpec().getColumnSpec(sequence));
        }
        found.look(table, progress);
        return found;
    }

    private int[] starts() {
        if (sequenceOf == null) {
            return new int[]{0, (int)Math.min(Integer.MAX_VALUE, rows)};
        }
        final int[] first = new int[sequences.size() + 1];
        for (final int sequence : sequenceOf) {
            first[sequence + 1]++;
        }
        for (int s = 1; s < first.length; s++) {
            first[s] += first[s - 1];
        }
        return first;
    }

    private int[] ordered() {
        final int[] places = new int[(int)rows];
        final int[] next = starts.clone();
        for (int row = 0; row < places.length; row++) {
            places[next[sequenceOf == null ? 0 : sequenceOf[row]]++] = row;
        }
        for (int s = 0; keys != null && s < starts.length - 1; s++) {
            sort(places, starts[s], starts[s + 1]);
        }
        return places;
    }

    /** Sorts the rows of a sequence by their keys; those of one key stay in the table's order. */
    private void sort(final int[] places, final int from, final int to) {
        boolean sorted = true;
        for (int i = from + 1; i < to && sorted; i++) {
            sorted = keys[places[i - 1]] <= keys[places[i]];
        }
        if (sorted) {
            return;
        }
        final double[] ascending = new double[to - from];
        for (int i = from; i < to; i++) {
            // -0 and 0 are one key.
            ascending[i - from] = keys[places[i]] + 0.0;
        }
        Arrays.sort(ascending);
        final int[] used = new int[to - from];
        final int[] unsorted = Arrays.copyOfRange(places, from, to);
        for (final int row : unsorted) {
            final int first = firstOf(ascending, keys[row]);
            places[from + first + used[first]++] = row;
        }
    }

    private static int firstOf(final double[] ascending, final double key) {
        int low = 0;
        int high = ascending.length - 1;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (ascending[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean isAscending(final int[] places) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** Finds ties and gaps. */
    private void look(final BufferedDataTable table, final ExecutionMonitor progress)
        throws CanceledExecutionException {
        if (keys == null) {
            return;
        }
        final double[] distances = new double[Math.max(0, (int)rows - (starts.length - 1))];
        int count = 0;
        long ties = 0;
        int tie = -1;
        for (int s = 0; s < starts.length - 1; s++) {
            for (int i = starts[s] + 1; i < starts[s + 1]; i++) {
                final double distance = order.get().distance(keys[(int)row(i - 1)], keys[(int)row(i)]);
                if (distance == 0) {
                    ties++;
                    tie = tie < 0 ? i : tie;
                } else {
                    distances[count++] = distance;
                }
            }
        }
        step = order.get().step(Arrays.copyOf(distances, count));
        if (ties > 0) {
            warnings.add("The order column \"" + order.get().name() + "\" has one value in several rows" + ofSequence()
                + ", " + ties + (ties == 1 ? " time" : " times") + ", first in the rows \"" + key(table, row(tie - 1),
                    progress) + "\" and \"" + key(table, row(tie), progress) + "\". They follow each other as in the"
                + " table; " + (sequenceOf == null ? "choose a sequence column if these are several sequences."
                    : "choose another order column if that is wrong."));
        }
        if (step.isPresent()) {
            lookForGaps(table, progress);
        }
    }

    private void lookForGaps(final BufferedDataTable table, final ExecutionMonitor progress)
        throws CanceledExecutionException {
        long gaps = 0;
        long missing = 0;
        int gap = -1;
        for (int s = 0; s < starts.length - 1; s++) {
            for (int i = starts[s] + 1; i < starts[s + 1]; i++) {
                final long between = OrderColumn.missing(
                    order.get().distance(keys[(int)row(i - 1)], keys[(int)row(i)]), step.get());
                if (between > 0) {
                    gaps++;
                    missing += between;
                    gap = gap < 0 ? i : gap;
                }
            }
        }
        if (gaps > 0) {
            warnings.add("By the order column \"" + order.get().name() + "\", which is regular otherwise, " + missing
                + (missing == 1 ? " row is missing in " : " rows are missing in ") + gaps
                + (gaps == 1 ? " place" : " places") + ", first between the rows \""
                + key(table, row(gap - 1), progress) + "\" and \"" + key(table, row(gap), progress) + "\". The rows"
                + " beside a gap count as following each other; insert the missing rows if they should not.");
        }
    }

    private String ofSequence() {
        return sequenceOf == null ? "" : " of a sequence";
    }

    private static String key(final BufferedDataTable table, final long row, final ExecutionMonitor progress)
        throws CanceledExecutionException {
        try (CloseableRowIterator rows = table.filter(TableFilter.materializeCols(new int[0])).iterator()) {
            for (long i = 0; i < row; i++) {
                progress.checkCanceled();
                rows.next();
            }
            return rows.next().getKey().getString();
        }
    }

    /** Whether rows follow each other as they stand in the table. */
    public boolean isAsInTable() {
        return ordered == null;
    }

    /** The number of rows of the table. */
    public long rows() {
        return rows;
    }

    /** The number in the table, from 0 on, of the row at a place in the order. */
    public long row(final long place) {
        return ordered == null ? place : ordered[(int)place];
    }

    /** The sequence of a row of the table. */
    int sequenceOf(final long row) {
        return sequenceOf == null ? 0 : sequenceOf[(int)row];
    }

    /** How many sequences there are; 0 in a table without rows. */
    public int sequences() {
        return rows == 0 ? 0 : starts.length - 1;
    }

    /** Sets the value of the sequence column, if there is one. */
    public void setName(final OutputRow row, final int column, final int sequence) {
        if (!sequences.isEmpty()) {
            final DataCell name = sequences.get(sequence);
            switch (nameKind) {
                case INTEGER -> row.integer(column, ((IntValue)name).getIntValue());
                case LONG -> row.longInteger(column, ((LongValue)name).getLongValue());
                default -> row.text(column, name.toString());
            }
        }
    }

    /** The number of rows of a sequence. */
    public long length(final int sequence) {
        return sequenceOf == null ? rows : starts[sequence + 1] - starts[sequence];
    }

    /** What the user should know of sequences with less rows than so many, if there are any: a sentence. */
    public Optional<String> shorterThan(final int least) {
        int shorter = 0;
        int first = -1;
        for (int s = 0; s < sequences(); s++) {
            if (length(s) < least) {
                shorter++;
                first = first < 0 ? s : first;
            }
        }
        final String named = first < 0 || sequences.isEmpty() ? "" : ", first \"" + sequences.get(first) + "\"";
        return shorter == 0 ? Optional.empty() : Optional.of(shorter + " of " + sequences()
            + (sequences() == 1 ? " sequence has" : " sequences have") + " fewer than " + least + " rows" + named
            + ".");
    }

    /** Whether the order column goes on by a steady step, so that the values of further rows are known. */
    public boolean isRegular() {
        return step.isPresent();
    }

    /**
     * Sets the value of the order column, which is regular, in a row that comes after the last one of a sequence.
     *
     * @param steps how many rows later, at least 1
     */
    public void setOrder(final OutputRow row, final int column, final int sequence, final int steps) {
        order.get().set(row, column, keys[(int)row(starts[sequence + 1] - 1)], step.get(), steps);
    }

    /** What the user should know of the order: rows of one value, and gaps. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }
}
