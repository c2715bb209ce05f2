// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.bitvector;

/** Creates cells of vectors of bits. */
public class DenseBitVectorCellFactory {

    private final DenseBitVector bits;

    /** @param length the number of bits, none set */
    public DenseBitVectorCellFactory(final long length) {
        bits = new DenseBitVector(length);
    }

    /** @param bitVector the bits */
    public DenseBitVectorCellFactory(final DenseBitVector bitVector) {
        bits = new DenseBitVector(bitVector);
    }

    /** @param bitIndex the bit to set */
    public void set(final long bitIndex) {
        bits.set(bitIndex);
    }

    /**
     * @param bitIndex a bit
     * @param value whether it is set
     */
    public void set(final long bitIndex, final boolean value) {
        bits.set(bitIndex, value);
    }

    /** @param bitIndex the bit to clear */
    public void clear(final long bitIndex) {
        bits.clear(bitIndex);
    }

    /** @return a cell of the bits as they are */
    public DenseBitVectorCell createDataCell() {
        return new DenseBitVectorCell(new DenseBitVector(bits));
    }
}
