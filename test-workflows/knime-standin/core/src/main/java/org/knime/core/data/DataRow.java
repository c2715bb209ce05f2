// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A row: a key and cells. */
public interface DataRow extends Iterable<DataCell> {

    /** @return the number of cells */
    int getNumCells();

    /** @return the key */
    RowKey getKey();

    /**
     * @param index the column's index, from 0
     * @return the cell
     */
    DataCell getCell(int index);

    /** @return the cells in their order */
    default Stream<DataCell> stream() {
        return IntStream.range(0, getNumCells()).mapToObj(this::getCell);
    }
}
