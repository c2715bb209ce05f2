// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Creates {@link DataColumnSpec}s. */
public final class DataColumnSpecCreator {

    private String name;

    private List<String> elementNames = List.of();

    private DataType type;

    private DataColumnDomain domain = new DataColumnDomainCreator().createDomain();

    private DataColumnProperties properties = new DataColumnProperties();

    /**
     * @param name the column's name; blanks around it are cut off
     * @param type the column's type
     */
    public DataColumnSpecCreator(final String name, final DataType type) {
        setName(name);
        setType(type);
    }

    /** @param spec the column to start from */
    public DataColumnSpecCreator(final DataColumnSpec spec) {
        this(spec.getName(), spec.getType());
        elementNames = spec.getElementNames();
        domain = spec.getDomain();
        properties = spec.getProperties();
    }

    /**
     * Widens type and domain so that they also cover another column of the same name.
     *
     * @param other the other column
     * @throws IllegalArgumentException if it has another name
     */
    public void merge(final DataColumnSpec other) {
        if (!name.equals(other.getName())) {
            throw new IllegalArgumentException(
                "The columns \"" + name + "\" and \"" + other.getName() + "\" cannot be merged.");
        }
        type = DataType.getCommonSuperType(type, other.getType());
        final DataColumnDomain more = other.getDomain();
        Set<DataCell> values = null;
        if (domain.hasValues() && more.hasValues()) {
            values = new LinkedHashSet<>(domain.getValues());
            values.addAll(more.getValues());
        }
        final DataValueComparator order = type.getComparator();
        DataCell lower = null;
        DataCell upper = null;
        if (domain.hasBounds() && more.hasBounds()) {
            lower = order.compare(domain.getLowerBound(), more.getLowerBound()) <= 0 ? domain.getLowerBound()
                : more.getLowerBound();
            upper = order.compare(domain.getUpperBound(), more.getUpperBound()) >= 0 ? domain.getUpperBound()
                : more.getUpperBound();
        }
        domain = new DataColumnDomain(values, lower, upper);
    }

    /** @param newName the name; blanks around it are cut off */
    public void setName(final String newName) {
        name = Objects.requireNonNull(newName, "A column's name must not be null.").trim();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A column's name must not be empty.");
        }
    }

    /** @param names the names of a collection's elements, null for none */
    public void setElementNames(final String[] names) {
        elementNames = names == null ? List.of() : List.of(names);
    }

    /** @param newType the type */
    public void setType(final DataType newType) {
        type = Objects.requireNonNull(newType, "A column's type must not be null.");
    }

    /** @return the type */
    public DataType getType() {
        return type;
    }

    /** @param newDomain what is known of the values, null for nothing */
    public void setDomain(final DataColumnDomain newDomain) {
        domain = newDomain == null ? new DataColumnDomainCreator().createDomain() : newDomain;
    }

    /** @param newProperties named texts, null for none */
    public void setProperties(final DataColumnProperties newProperties) {
        properties = newProperties == null ? new DataColumnProperties() : newProperties;
    }

    /** @return the column */
    public DataColumnSpec createSpec() {
        return new DataColumnSpec(name, elementNames, type, domain, properties);
    }
}
