// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.deepbelief.engine.units.UnitType;

/**
 * Fits an encoding in one pass over rows: ranges, means and deviations of numbers, lengths of vectors, values of
 * nominal columns. Fits of parts of the rows can be merged. Each row is added to the fits of the columns of which it has
 * a value, and then counted.
 */
public final class EncodingFit {

    private final List<ColumnFit> columns;

    private long rows;

    /** @param columns the input columns in the order of their units */
    public EncodingFit(final List<? extends ColumnFit> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Counts a row that takes part. */
    public void countRow() {
        rows++;
    }

    /** The number of rows that take part. */
    public long rows() {
        return rows;
    }

    /**
     * Takes what another fit of the same columns has met in later rows.
     *
     * @throws FittingException if both do not go together: vectors of two lengths, too many nominal values
     */
    public void merge(final EncodingFit later) throws FittingException {
        for (int c = 0; c < columns.size(); c++) {
            columns.get(c).merge(later.columns.get(c));
        }
        rows += later.rows;
    }

    /**
     * The encoding of the rows so far.
     *
     * @param scaling how numbers are scaled
     * @param unitType what they become, see {@link NumberColumn}
     * @throws FittingException if a column has no value, numbers are too large or lie too far apart, or a column is
     *             constant and not 0
     */
    public InputEncoding encoding(final NumberScaling scaling, final UnitType unitType) throws FittingException {
        final List<InputColumn> encoded = new ArrayList<>();
        final List<ColumnFit> constant = new ArrayList<>();
        boolean varies = false;
        int units = 0;
        for (final ColumnFit one : columns) {
            final InputColumn column = one.column(scaling, unitType);
            encoded.add(column);
            units += column.units();
            varies |= !one.isConstant();
            if (one.isConstant() && !one.isQuiet()) {
                constant.add(one);
            }
        }
        if (!varies) {
            throw new FittingException("Every input column has the same value in all " + rows + " rows (\""
                + columns.get(0).name() + "\" always " + columns.get(0).constantValue() + "), so there is nothing to"
                + " learn. Choose other input columns.");
        }
        if (!constant.isEmpty()) {
            throw new FittingException(constantMessage(constant));
        }
        return new InputEncoding(encoded, means(encoded, units));
    }

    private float[] means(final List<InputColumn> encoded, final int units) throws FittingException {
        final float[] means = new float[units];
        int first = 0;
        for (int c = 0; c < columns.size(); c++) {
            columns.get(c).means(encoded.get(c), means, first);
            final int next = first + encoded.get(c).units();
            for (; first < next; first++) {
                if (!Float.isFinite(means[first])) {
                    throw new FittingException("Column \"" + columns.get(c).name() + "\" has numbers that are too large"
                        + " for single precision. Choose a scaling (scaling).");
                }
            }
        }
        return means;
    }

    private static String constantMessage(final List<ColumnFit> constant) {
        final ColumnFit first = constant.get(0);
        final String others =
            constant.stream().skip(1).limit(3).map(one -> '"' + one.name() + '"').collect(Collectors.joining(", "));
        final int more = constant.size() - 4;
        return "Column \"" + first.name() + "\" is always " + first.constantValue() + ", from row \"" + first.firstRow()
            + "\" on, and teaches the network nothing. Take it out of the input columns"
            + (others.isEmpty() ? "" : ", and " + others + (more > 0 ? " and " + more + " more" : "") + " too") + ".";
    }
}
