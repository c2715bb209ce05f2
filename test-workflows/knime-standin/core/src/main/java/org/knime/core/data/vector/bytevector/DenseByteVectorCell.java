// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.bytevector;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;

/** A cell of a vector of counts from 0 to 255. */
public class DenseByteVectorCell extends DataCell implements ByteVectorValue {

    private static final long serialVersionUID = 1L;

    /** The type of these cells. */
    public static final DataType TYPE = DataType.getType(DenseByteVectorCell.class);

    private final transient DenseByteVector counts;

    DenseByteVectorCell(final DenseByteVector counts) {
        this.counts = counts;
    }

    /** @return a copy of the vector */
    public DenseByteVector getByteVectorCopy() {
        return new DenseByteVector(counts);
    }

    @Override
    public long length() {
        return counts.length();
    }

    @Override
    public long sumOfAllCounts() {
        return counts.sumOfAllCounts();
    }

    @Override
    public int cardinality() {
        return counts.cardinality();
    }

    @Override
    public int get(final long index) {
        return counts.get(Math.toIntExact(index));
    }

    @Override
    public boolean isEmpty() {
        return counts.isEmpty();
    }

    @Override
    public long nextZeroIndex(final long startIdx) {
        return counts.nextZeroIndex(Math.toIntExact(startIdx));
    }

    @Override
    public long nextCountIndex(final long startIdx) {
        return counts.nextCountIndex(Math.toIntExact(startIdx));
    }

    @Override
    protected boolean equalsDataCell(final DataCell dc) {
        return counts.equals(((DenseByteVectorCell)dc).counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
