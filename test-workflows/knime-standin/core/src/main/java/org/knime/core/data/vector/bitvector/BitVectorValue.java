// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.bitvector;

import org.knime.core.data.DataValue;

/** A vector of bits. */
public interface BitVectorValue extends DataValue {

    /** @return the number of bits */
    long length();

    /** @return the number of bits that are set */
    long cardinality();

    /**
     * @param index a position, from 0
     * @return whether the bit is set
     */
    boolean get(long index);

    /** @return whether no bit is set */
    boolean isEmpty();

    /**
     * @param startIdx a position, from 0
     * @return the position of the first bit from there on that is not set, -1 if there is none
     */
    long nextClearBit(long startIdx);

    /**
     * @param startIdx a position, from 0
     * @return the position of the first bit from there on that is set, -1 if there is none
     */
    long nextSetBit(long startIdx);

    /** @return the bits in hexadecimal, the last one first */
    String toHexString();

    /** @return the bits as 0 and 1, the last one first */
    String toBinaryString();
}
