// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.List;

import org.deepbelief.engine.units.UnitType;

/** The values of a nominal column and how often each occurs. */
public final class NominalFit extends ColumnFit {

    private static final long serialVersionUID = 1L;

    private final ValueCounts counts;

    /**
     * @param name the column's name
     * @param known values that get a unit whether they occur or not, before all others
     */
    public NominalFit(final String name, final List<String> known) {
        super(name);
        counts = new ValueCounts(known);
    }

    /**
     * Takes the value of a row.
     *
     * @param row the row's name
     * @throws FittingException if there are too many different values
     */
    public void add(final String value, final String row) throws FittingException {
        meet(row);
        counts.add(value);
        if (counts.areTooMany()) {
            throw tooMany(" (the last one \"" + value + "\" in row \"" + row + "\")");
        }
    }

    @Override
    void mergeValues(final ColumnFit later) throws FittingException {
        counts.merge(((NominalFit)later).counts);
        if (counts.areTooMany()) {
            throw tooMany("");
        }
    }

    private FittingException tooMany(final String where) {
        return new FittingException("The nominal column \"" + name() + "\" has more than " + ValueCounts.MOST_VALUES
            + " different values" + where + ", and each would need a unit. Take it out of the input columns, or"
            + " group its values.");
    }

    @Override
    InputColumn column(final NumberScaling scaling, final UnitType unitType) {
        return new NominalColumn(name(), counts.values());
    }

    @Override
    InputColumn suited(final boolean picture) {
        return new NominalColumn(name(), counts.values());
    }

    @Override
    void means(final InputColumn column, final float[] means, final int first) {
        int unit = first;
        for (final double share : counts.shares()) {
            means[unit++] = (float)share;
        }
    }

    @Override
    boolean isConstant() {
        return counts.present().size() <= 1;
    }

    @Override
    String constantValue() {
        return counts.present().stream().map(value -> '"' + value + '"').findFirst().orElse("missing");
    }
}
