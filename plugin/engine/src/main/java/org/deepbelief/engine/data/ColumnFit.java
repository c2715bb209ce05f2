// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;

import org.deepbelief.engine.units.UnitType;

/** What the values of an input column show, from which it is decided how they become units. */
public abstract sealed class ColumnFit implements Serializable permits NumberFit, VectorFit, NominalFit {

    private static final long serialVersionUID = 1L;

    private final String name;

    private String firstRow;

    ColumnFit(final String name) {
        this.name = name;
    }

    /** The column's name. */
    public final String name() {
        return name;
    }

    /** The name of the first row with a value. */
    final String firstRow() {
        return firstRow;
    }

    final void meet(final String row) {
        if (firstRow == null) {
            firstRow = row;
        }
    }

    /**
     * Takes what another fit of the same column has met in later rows.
     *
     * @throws FittingException if both do not go together, or are too many values
     */
    final void merge(final ColumnFit later) throws FittingException {
        if (firstRow == null) {
            firstRow = later.firstRow;
        }
        mergeValues(later);
    }

    abstract void mergeValues(ColumnFit later) throws FittingException;

    /**
     * The encoding of the column.
     *
     * @param scaling how numbers are scaled
     * @param unitType what they become, see {@link NumberColumn}
     * @throws FittingException if there is no value, or numbers lie too far apart
     */
    abstract InputColumn column(NumberScaling scaling, UnitType unitType) throws FittingException;

    /**
     * The encoding of the column that suits it.
     *
     * @param picture whether the columns of numbers are the pixels of a picture, or counts of many words
     * @throws FittingException if there is no value, or numbers lie too far apart
     */
    abstract InputColumn suited(boolean picture) throws FittingException;

    /**
     * The encoding of the column that suits it where rows follow each other: what a number will be may lie beyond any
     * bin.
     *
     * @param picture see {@link #suited}
     * @throws FittingException if there is no value, or numbers lie too far apart
     */
    InputColumn following(final boolean picture) throws FittingException {
        return suited(picture);
    }

    /**
     * The means of the column's units over the rows with a value.
     *
     * @param column what {@link #column}, {@link #suited} or {@link #following} gave
     * @param means receives them from {@code first} on
     */
    abstract void means(InputColumn column, float[] means, int first);

    /** Whether no row has a value. */
    final boolean isEmpty() {
        return firstRow == null;
    }

    /** Whether all rows with a value have the same. */
    abstract boolean isConstant();

    /** That value as text. */
    abstract String constantValue();

    /** Whether the column may be one of the pixels of a picture. */
    boolean isPixel() {
        return false;
    }

    static float unit(final double value, final double offset, final double scale, final UnitType type,
        final NumberScaling scaling) {
        final double unit = scale == 0 ? 0 : (value - offset) / scale;
        return (float)(type.bounded() && scaling == NumberScaling.MIN_MAX
            ? Math.max(0, Math.min(1, unit)) : unit);
    }

    static double offset(final NumberScaling scaling, final NumberStatistics numbers) {
        return switch (scaling) {
            case NONE -> 0;
            case MIN_MAX -> numbers.minimum();
            case Z_SCORE -> numbers.mean();
        };
    }

    final double scale(final NumberScaling scaling, final NumberStatistics numbers) throws FittingException {
        final double scale = switch (scaling) {
            case NONE -> 1;
            case MIN_MAX -> numbers.maximum() - numbers.minimum();
            case Z_SCORE -> numbers.standardDeviation();
        };
        if (!Double.isFinite(scale)) {
            throw new FittingException("Column \"" + name + "\" has numbers from " + numbers.minimum() + " to "
                + numbers.maximum() + ", which lie too far apart to be scaled. Replace them where they stand for"
                + " something else, or take the column out of the input columns.");
        }
        return scale;
    }

    final void checkFinite(final double value, final String row) throws FittingException {
        if (Double.isInfinite(value)) {
            throw new FittingException("Column \"" + name + "\" has the value " + value + " in row \"" + row
                + "\": inputs must be finite numbers. Remove or replace it.");
        }
    }
}
