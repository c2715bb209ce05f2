// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.List;
import java.util.Objects;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.config.ConfigRO;
import org.knime.core.node.config.ConfigWO;

/** A column: name, type, domain and properties. */
public final class DataColumnSpec {

    private final String name;

    private final List<String> elementNames;

    private final DataType type;

    private final DataColumnDomain domain;

    private final DataColumnProperties properties;

    DataColumnSpec(final String name, final List<String> elementNames, final DataType type,
        final DataColumnDomain domain, final DataColumnProperties properties) {
        this.name = name;
        this.elementNames = elementNames;
        this.type = type;
        this.domain = domain;
        this.properties = properties;
    }

    /** @return the name */
    public String getName() {
        return name;
    }

    /** @return the names of the elements of a collection or vector, empty unless set */
    public List<String> getElementNames() {
        return elementNames;
    }

    /** @return the type */
    public DataType getType() {
        return type;
    }

    /** @return what is known of the values */
    public DataColumnDomain getDomain() {
        return domain;
    }

    /** @return named texts */
    public DataColumnProperties getProperties() {
        return properties;
    }

    /**
     * @param other another column
     * @return whether it has the same name and type
     */
    public boolean equalStructure(final DataColumnSpec other) {
        return other != null && name.equals(other.name) && type.equals(other.type);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DataColumnSpec spec && equalStructure(spec) && domain.equals(spec.domain)
            && properties.equals(spec.properties) && elementNames.equals(spec.elementNames);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type);
    }

    @Override
    public String toString() {
        return name + " (" + type + ")";
    }

    /** @param config where the column is written */
    public void save(final ConfigWO config) {
        config.addString("column_name", name);
        config.addStringArray("element_names", elementNames.toArray(String[]::new));
        config.addDataType("column_type", type);
        domain.save(config.addConfig("column_domain"));
        properties.save(config.addConfig("column_properties"));
        config.addConfig("meta_data");
    }

    /**
     * @param config where the column was written
     * @return the column
     * @throws InvalidSettingsException if something is missing or unknown
     */
    public static DataColumnSpec load(final ConfigRO config) throws InvalidSettingsException {
        return new DataColumnSpec(config.getString("column_name"),
            List.of(config.getStringArray("element_names", new String[0])), config.getDataType("column_type"),
            DataColumnDomain.load(config.getConfig("column_domain")),
            DataColumnProperties.load(config.getConfig("column_properties")));
    }
}
