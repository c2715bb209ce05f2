// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import org.deepbelief.engine.units.UnitType;

/** The length of the vectors of a column, the range of all elements, and the mean of each. */
public final class VectorFit extends ColumnFit {

    private static final long serialVersionUID = 1L;

    private final VectorKind kind;

    private final NumberStatistics numbers = new NumberStatistics();

    /** Of the elements that are not zero until they are {@link #settle}d: long vectors are mostly zero. */
    private NumberStatistics[] elementNumbers;

    private long[] elementsMissing;

    private long vectors;

    /**
     * @param name the column's name
     * @param kind what its cells are
     */
    public VectorFit(final String name, final VectorKind kind) {
        super(name);
        this.kind = kind;
    }

    /**
     * Takes the vector of a row.
     *
     * @param elements its elements, NaN for a missing one
     * @param row the row's name
     * @throws FittingException if it is empty or of another length than those before, or an element is infinite
     */
    public void add(final double[] elements, final String row) throws FittingException {
        meet(row);
        if (elements.length == 0) {
            throw new FittingException("Column \"" + name() + "\" has an empty " + kind.words() + " in row \"" + row
                + "\". Remove the row, or take the column out of the input columns.");
        }
        if (elementNumbers == null) {
            elementNumbers = new NumberStatistics[elements.length];
            elementsMissing = new long[elements.length];
            for (int i = 0; i < elementNumbers.length; i++) {
                elementNumbers[i] = new NumberStatistics();
            }
        }
        checkLength(elements.length, row);
        vectors++;
        for (int i = 0; i < elements.length; i++) {
            final double number = elements[i];
            if (Double.isNaN(number)) {
                elementsMissing[i]++;
            } else if (number != 0) {
                checkFinite(number, row);
                numbers.add(number);
                elementNumbers[i].add(number);
            }
        }
    }

    private void checkLength(final int length, final String row) throws FittingException {
        if (length != elementNumbers.length) {
            throw new FittingException("Column \"" + name() + "\" has a " + kind.words() + " of " + length
                + " elements in row \"" + row + "\", but of " + elementNumbers.length + " in row \"" + firstRow()
                + "\": all must be of one length. Remove the row, or fill the vectors up.");
        }
    }

    @Override
    void mergeValues(final ColumnFit later) throws FittingException {
        final VectorFit other = (VectorFit)later;
        if (other.elementNumbers == null) {
            return;
        }
        if (elementNumbers == null) {
            elementNumbers = new NumberStatistics[other.elementNumbers.length];
            elementsMissing = new long[elementNumbers.length];
            for (int i = 0; i < elementNumbers.length; i++) {
                elementNumbers[i] = new NumberStatistics();
            }
        }
        checkLength(other.elementNumbers.length, other.firstRow());
        settle();
        other.settle();
        numbers.merge(other.numbers);
        for (int i = 0; i < elementNumbers.length; i++) {
            elementNumbers[i].merge(other.elementNumbers[i]);
            elementsMissing[i] += other.elementsMissing[i];
        }
        vectors += other.vectors;
    }

    /** Adds the zeros that have not been added before. */
    private void settle() {
        for (int i = 0; elementNumbers != null && i < elementNumbers.length; i++) {
            final long zeros = vectors - elementsMissing[i] - elementNumbers[i].count();
            elementNumbers[i].addZeros(zeros);
            numbers.addZeros(zeros);
        }
    }

    @Override
    InputColumn column(final NumberScaling scaling, final UnitType unitType) throws FittingException {
        settle();
        // Bits are units already; scaling them by what the rows happen to hold could only spoil them.
        final NumberScaling own = kind == VectorKind.BIT ? NumberScaling.NONE : scaling;
        return new VectorColumn(name(), kind, elementNumbers.length, unitType, own, offset(own, numbers),
            scale(own, numbers));
    }

    /** Vectors are scaled as a whole, and to the range of Bernoulli units: mostly they are pictures or profiles. */
    @Override
    InputColumn suited(final boolean picture) throws FittingException {
        return column(NumberScaling.MIN_MAX, UnitType.bernoulli());
    }

    @Override
    void means(final InputColumn column, final float[] means, final int first) {
        final VectorColumn vector = (VectorColumn)column;
        for (int i = 0; i < elementNumbers.length; i++) {
            if (elementNumbers[i].count() > 0) {
                means[first + i] = unit(elementNumbers[i].mean(), vector.offset(), vector.scale(), vector.unitType(),
                    vector.scaling());
            }
        }
    }

    @Override
    boolean isConstant() {
        settle();
        for (final NumberStatistics element : elementNumbers) {
            if (!element.isConstant()) {
                return false;
            }
        }
        return true;
    }

    @Override
    String constantValue() {
        return "the same " + kind.words();
    }
}
