// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import org.deepbelief.engine.units.UnitType;

/** The range, mean, deviation and quantiles of a numeric column. */
public final class NumberFit extends ColumnFit {

    private static final long serialVersionUID = 1L;

    /** Quantiles of more numbers are taken from a sample, and of fewer where there are very many columns. */
    private static final int MOST_SAMPLED = 10_000;

    private static final int MOST_SAMPLED_OF_ALL = 1_000_000;

    private static final int FEWEST_SAMPLED = 64;

    private final NumberStatistics numbers = new NumberStatistics();

    private final NumberSample sample;

    private boolean whole = true;

    /**
     * @param name the column's name
     * @param columns how many columns are fitted beside each other, which share the memory for quantiles
     */
    public NumberFit(final String name, final int columns) {
        super(name);
        sample = new NumberSample(
            Math.max(FEWEST_SAMPLED, Math.min(MOST_SAMPLED, MOST_SAMPLED_OF_ALL / Math.max(1, columns))));
    }

    /**
     * Takes the number of a row.
     *
     * @param number not NaN, which stands for a missing one
     * @param row the row's name
     * @throws FittingException if it is infinite
     */
    public void add(final double number, final String row) throws FittingException {
        meet(row);
        checkFinite(number, row);
        numbers.add(number);
        sample.add(number, row);
        whole &= number == Math.rint(number);
    }

    @Override
    void mergeValues(final ColumnFit later) {
        final NumberFit other = (NumberFit)later;
        numbers.merge(other.numbers);
        sample.merge(other.sample);
        whole &= other.whole;
    }

    @Override
    InputColumn column(final NumberScaling scaling, final UnitType unitType) throws FittingException {
        return new NumberColumn(name(), unitType, scaling, offset(scaling, numbers), scale(scaling, numbers));
    }

    @Override
    InputColumn suited(final boolean picture) throws FittingException {
        return picture ? column(NumberScaling.MIN_MAX, UnitType.bernoulli())
            : QuantileFit.column(name(), sample.sorted(), numbers);
    }

    @Override
    InputColumn following(final boolean picture) throws FittingException {
        final boolean bit = whole && numbers.minimum() == 0 && numbers.maximum() == 1;
        return picture || bit ? column(NumberScaling.MIN_MAX, UnitType.bernoulli())
            : column(NumberScaling.Z_SCORE, UnitType.gaussian());
    }

    /** Whether the numbers may be the shades of a pixel or a count: whole, or none above 1. */
    boolean mayBePixel() {
        return whole || numbers.maximum() <= 1;
    }

    /** The smallest number. */
    double lowest() {
        return numbers.minimum();
    }

    @Override
    void means(final InputColumn column, final float[] means, final int first) {
        if (column instanceof QuantileColumn quantiles) {
            QuantileFit.means(quantiles, sample.sorted(), means, first);
            return;
        }
        final NumberColumn number = (NumberColumn)column;
        means[first] = unit(numbers.mean(), number.offset(), number.scale(), number.unitType(), number.scaling());
    }

    @Override
    boolean isConstant() {
        return numbers.isConstant();
    }

    @Override
    String constantValue() {
        return Double.toString(numbers.minimum());
    }

    @Override
    boolean isPixel() {
        return true;
    }
}
