// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.doublevector;

import java.util.Arrays;
import java.util.Iterator;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;
import org.knime.core.data.collection.CollectionDataValue;
import org.knime.core.data.def.DoubleCell;

/** A cell of a vector of floating point numbers; it is a collection of them too. */
public class DenseDoubleVectorCell extends DataCell implements DoubleVectorValue, CollectionDataValue {

    private static final long serialVersionUID = 1L;

    private final double[] values;

    DenseDoubleVectorCell(final double[] values) {
        this.values = values;
    }

    @Override
    public int getLength() {
        return values.length;
    }

    @Override
    public double getValue(final int index) {
        return values[index];
    }

    @Override
    public DataType getElementType() {
        return DoubleCell.TYPE;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public boolean containsBlobWrapperCells() {
        return false;
    }

    @Override
    public Iterator<DataCell> iterator() {
        return Arrays.stream(values).<DataCell> mapToObj(DoubleCell::new).iterator();
    }

    @Override
    protected boolean equalsDataCell(final DataCell dc) {
        return Arrays.equals(values, ((DenseDoubleVectorCell)dc).values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
