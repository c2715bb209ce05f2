// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.doublevector;

import org.knime.core.data.DataValue;

/** A vector of floating point numbers. */
public interface DoubleVectorValue extends DataValue {

    /** @return the number of values */
    int getLength();

    /**
     * @param index a position, from 0
     * @return the value
     */
    double getValue(int index);
}
