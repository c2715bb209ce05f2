// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.collection;

import org.knime.core.data.DataCell;

/** Something that holds cells. */
public interface CellCollection extends Iterable<DataCell> {

    /** @return whether cells are kept apart in files; never here */
    boolean containsBlobWrapperCells();
}
