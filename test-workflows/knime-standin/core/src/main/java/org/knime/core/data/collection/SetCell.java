// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.collection;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;

/** A cell of a set, in the order in which its elements came. */
public class SetCell extends DataCell implements SetDataValue {

    private static final long serialVersionUID = 1L;

    private final Set<DataCell> elements;

    private final DataType elementType;

    SetCell(final Collection<DataCell> elements) {
        this.elements = Collections.unmodifiableSet(new LinkedHashSet<>(elements));
        this.elementType = CollectionCellFactory.commonType(elements);
    }

    /**
     * @param elementType the elements' type
     * @return the type of such sets
     */
    public static DataType getCollectionType(final DataType elementType) {
        return DataType.getType(SetCell.class, elementType);
    }

    @Override
    public DataType getElementType() {
        return elementType;
    }

    @Override
    public boolean contains(final DataCell cell) {
        return elements.contains(cell);
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public boolean containsBlobWrapperCells() {
        return false;
    }

    @Override
    public Iterator<DataCell> iterator() {
        return elements.iterator();
    }

    @Override
    protected boolean equalsDataCell(final DataCell dc) {
        return elements.equals(((SetCell)dc).elements);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    @Override
    public String toString() {
        return elements.toString();
    }
}
