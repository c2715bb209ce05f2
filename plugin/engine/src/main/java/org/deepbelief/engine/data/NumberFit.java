// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import org.deepbelief.engine.units.UnitType;

/** The range, mean and deviation of a numeric column. */
public final class NumberFit extends ColumnFit {

    private final NumberStatistics numbers = new NumberStatistics();

    /** @param name the column's name */
    public NumberFit(final String name) {
        super(name);
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
    }

    @Override
    void mergeValues(final ColumnFit later) {
        numbers.merge(((NumberFit)later).numbers);
    }

    @Override
    InputColumn column(final NumberScaling scaling, final UnitType unitType) throws FittingException {
        if (numbers.count() == 0) {
            throw allMissing();
        }
        return new NumberColumn(name(), unitType, scaling, offset(scaling, numbers), scale(scaling, numbers));
    }

    @Override
    void means(final InputColumn column, final float[] means, final int first) {
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
    boolean isQuiet() {
        return numbers.minimum() == 0;
    }
}
