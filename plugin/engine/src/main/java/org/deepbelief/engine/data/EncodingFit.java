// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.deepbelief.engine.units.UnitType;

/**
 * Fits an encoding in one pass over rows: ranges, means, deviations and quantiles of numbers, lengths of vectors,
 * values of nominal columns. Fits of parts of the rows can be merged; serialised, they travel between the machines of a
 * cluster. Each row is added to the fits of the columns of which it has a value, and then counted.
 */
public final class EncodingFit implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Fewer columns of numbers are a table rather than a picture: 8 x 8 pixels. */
    public static final int FEWEST_PIXELS = 64;

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
     * The encoding that suits the rows so far, column by column: numbers by their quantiles ({@link QuantileColumn}),
     * vectors by the range of all elements as Bernoulli units; those of a picture each by its range, as a Bernoulli
     * unit. Columns are left out as by {@link #encoding(NumberScaling, UnitType, boolean)}.
     *
     * @param picture whether it is known that the columns are the pixels of a picture
     * @throws FittingException if no column is left, or numbers lie too far apart
     */
    public InputEncoding encoding(final boolean picture) throws FittingException {
        final boolean pixels = picture || isPicture();
        return encoding(column -> column.suited(pixels), pixels);
    }

    /**
     * The encoding that suits rows that follow each other: numbers as Gaussian units of their z-scores, on which a
     * trend goes on beyond the rows so far, bits and the pixels of a picture as Bernoulli units, and the rest as by
     * {@link #encoding(boolean)}.
     *
     * @param picture whether it is known that the columns are the pixels of a picture
     * @throws FittingException if no column is left, or numbers lie too far apart
     */
    public InputEncoding encodingOfSequence(final boolean picture) throws FittingException {
        final boolean pixels = picture || isPicture();
        return encoding(column -> column.following(pixels), pixels);
    }

    /**
     * The encoding of the rows so far with one scaling for all numbers. Columns without a value or with one value only
     * are left out, but for those of a picture: 64 or more columns of numbers that may all be shades or counts, and are
     * mostly 0 somewhere. The corners of all digits are black, and without them there would be no width.
     *
     * @param scaling how numbers are scaled
     * @param unitType what they become, see {@link NumberColumn}
     * @param picture whether it is known that the columns are the pixels of a picture
     * @throws FittingException if no column is left, or numbers are too large or lie too far apart
     */
    public InputEncoding encoding(final NumberScaling scaling, final UnitType unitType, final boolean picture)
        throws FittingException {
        return encoding(column -> column.column(scaling, unitType), picture || isPicture());
    }

    @FunctionalInterface
    private interface Rule {
        InputColumn column(ColumnFit fit) throws FittingException;
    }

    private InputEncoding encoding(final Rule rule, final boolean keepsConstants) throws FittingException {
        if (columns.stream().allMatch(column -> column.isEmpty() || column.isConstant())) {
            final ColumnFit first = columns.get(0);
            throw new FittingException("Every input column has the same value in all " + rows + " rows (\""
                + first.name() + "\" " + (first.isEmpty() ? "none" : "always " + first.constantValue())
                + "), so there is nothing to learn. Choose other input columns.");
        }
        final List<ColumnFit> kept = new ArrayList<>();
        final List<InputColumn> encoded = new ArrayList<>();
        for (final ColumnFit one : columns) {
            if (!one.isEmpty() && (!one.isConstant() || keepsConstants && one.isPixel())) {
                kept.add(one);
                encoded.add(rule.column(one));
            }
        }
        return new InputEncoding(encoded, means(kept, encoded));
    }

    private boolean isPicture() {
        final List<NumberFit> numbers = columns.stream().filter(column -> !column.isEmpty())
            .filter(NumberFit.class::isInstance).map(NumberFit.class::cast).toList();
        return numbers.stream().allMatch(NumberFit::mayBePixel)
            && arePixels(numbers.stream().mapToDouble(NumberFit::lowest).toArray());
    }

    /**
     * Whether numbers that may be shades are those of a picture: as many as a picture has, none below 0, most at 0.
     *
     * @param lowest the smallest number of each column
     */
    public static boolean arePixels(final double[] lowest) {
        return lowest.length >= FEWEST_PIXELS && Arrays.stream(lowest).allMatch(number -> number >= 0)
            && 2 * Arrays.stream(lowest).filter(number -> number == 0).count() > lowest.length;
    }

    /** What an encoding has left out and why, such as {@code "a01" (always 1.0)}. */
    public List<String> leftOut(final InputEncoding encoding) {
        return columns.stream().filter(column -> encoding.indexOf(column.name()) < 0)
            .map(column -> '"' + column.name() + "\" ("
                + (column.isEmpty() ? "no value" : "always " + column.constantValue()) + ')')
            .toList();
    }

    private static float[] means(final List<ColumnFit> fits, final List<InputColumn> encoded)
        throws FittingException {
        final float[] means = new float[encoded.stream().mapToInt(InputColumn::units).sum()];
        int first = 0;
        for (int c = 0; c < fits.size(); c++) {
            fits.get(c).means(encoded.get(c), means, first);
            final int next = first + encoded.get(c).units();
            for (; first < next; first++) {
                if (!Float.isFinite(means[first])) {
                    throw new FittingException("Column \"" + fits.get(c).name() + "\" has numbers that are too large"
                        + " for single precision. Choose a scaling (scaling).");
                }
            }
        }
        return means;
    }
}
