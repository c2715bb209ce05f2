// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.collection;

import org.knime.core.data.DataCell;

/** A set of cells. */
public interface SetDataValue extends CollectionDataValue {

    /**
     * @param cell a cell
     * @return whether it is in the set
     */
    boolean contains(DataCell cell);
}
