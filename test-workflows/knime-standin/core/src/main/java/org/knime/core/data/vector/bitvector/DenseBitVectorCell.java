// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.bitvector;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;

/** A cell of a vector of bits. */
public class DenseBitVectorCell extends DataCell implements BitVectorValue {

    private static final long serialVersionUID = 1L;

    /** The type of these cells. */
    public static final DataType TYPE = DataType.getType(DenseBitVectorCell.class);

    private final transient DenseBitVector bits;

    DenseBitVectorCell(final DenseBitVector bits) {
        this.bits = bits;
    }

    /** @return a copy of the vector */
    public DenseBitVector getBitVectorCopy() {
        return new DenseBitVector(bits);
    }

    @Override
    public long length() {
        return bits.length();
    }

    @Override
    public long cardinality() {
        return bits.cardinality();
    }

    @Override
    public boolean get(final long index) {
        return bits.get(index);
    }

    @Override
    public boolean isEmpty() {
        return bits.isEmpty();
    }

    @Override
    public long nextClearBit(final long startIdx) {
        return bits.nextClearBit(startIdx);
    }

    @Override
    public long nextSetBit(final long startIdx) {
        return bits.nextSetBit(startIdx);
    }

    @Override
    public String toHexString() {
        return bits.toHexString();
    }

    @Override
    public String toBinaryString() {
        return bits.toBinaryString();
    }

    @Override
    protected boolean equalsDataCell(final DataCell dc) {
        return bits.equals(((DenseBitVectorCell)dc).bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    @Override
    public String toString() {
        return bits.toString();
    }
}
