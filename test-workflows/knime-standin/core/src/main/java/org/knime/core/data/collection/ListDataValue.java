// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.collection;

import org.knime.core.data.DataCell;

/** A list of cells. */
public interface ListDataValue extends CollectionDataValue {

    /**
     * @param index a position, from 0
     * @return the element
     */
    DataCell get(int index);
}
