// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.collection;

import org.knime.core.data.DataType;
import org.knime.core.data.DataValue;

/** A collection of cells. */
public interface CollectionDataValue extends DataValue, CellCollection {

    /** @return the common type of the elements */
    DataType getElementType();

    /** @return the number of elements */
    int size();
}
