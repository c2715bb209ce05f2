// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.collection;

import java.util.Collection;
import java.util.List;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;

/** Creates cells of lists and sets. */
public final class CollectionCellFactory {

    private CollectionCellFactory() {
    }

    /**
     * @param coll the elements, none null
     * @return a list of them
     */
    public static ListCell createListCell(final Collection<? extends DataCell> coll) {
        return new ListCell(List.copyOf(coll));
    }

    /**
     * @param coll the elements, none null
     * @return a set of them
     */
    public static SetCell createSetCell(final Collection<? extends DataCell> coll) {
        return new SetCell(List.copyOf(coll));
    }

    static DataType commonType(final Collection<DataCell> elements) {
        return elements.stream().map(DataCell::getType).distinct().reduce(DataType::getCommonSuperType)
            .orElseGet(() -> DataType.getMissingCell().getType());
    }
}
