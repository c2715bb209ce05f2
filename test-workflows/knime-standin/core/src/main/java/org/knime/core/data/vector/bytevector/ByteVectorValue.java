// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.bytevector;

import org.knime.core.data.DataValue;

/** A vector of counts from 0 to 255. */
public interface ByteVectorValue extends DataValue {

    /** @return the number of counts */
    long length();

    /** @return the sum of all counts */
    long sumOfAllCounts();

    /** @return the number of counts that are not 0 */
    int cardinality();

    /**
     * @param index a position, from 0
     * @return the count, 0 to 255
     */
    int get(long index);

    /** @return whether all counts are 0 */
    boolean isEmpty();

    /**
     * @param startIdx a position, from 0
     * @return the position of the first 0 from there on, -1 if there is none
     */
    long nextZeroIndex(long startIdx);

    /**
     * @param startIdx a position, from 0
     * @return the position of the first count other than 0 from there on, -1 if there is none
     */
    long nextCountIndex(long startIdx);
}
