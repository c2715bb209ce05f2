// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.config.ConfigRO;
import org.knime.core.node.config.ConfigWO;

/** What is known of a column's values: possible values and bounds, each possibly unknown (null). */
public final class DataColumnDomain {

    private final Set<DataCell> values;

    private final DataCell lower;

    private final DataCell upper;

    DataColumnDomain(final Set<DataCell> values, final DataCell lower, final DataCell upper) {
        this.values = values == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(values));
        this.lower = lower;
        this.upper = upper;
    }

    /** @return the possible values in the order in which they were met, null if unknown */
    public Set<DataCell> getValues() {
        return values;
    }

    /** @return whether the possible values are known */
    public boolean hasValues() {
        return values != null;
    }

    /** @return the smallest value, null if unknown */
    public DataCell getLowerBound() {
        return lower;
    }

    /** @return whether the smallest value is known */
    public boolean hasLowerBound() {
        return lower != null && !lower.isMissing();
    }

    /** @return the largest value, null if unknown */
    public DataCell getUpperBound() {
        return upper;
    }

    /** @return whether the largest value is known */
    public boolean hasUpperBound() {
        return upper != null && !upper.isMissing();
    }

    /** @return whether both bounds are known */
    public boolean hasBounds() {
        return hasLowerBound() && hasUpperBound();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DataColumnDomain domain && Objects.equals(values, domain.values)
            && Objects.equals(lower, domain.lower) && Objects.equals(upper, domain.upper);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, lower, upper);
    }

    @Override
    public String toString() {
        return "lower=" + lower + ",upper=" + upper + ",values=" + values;
    }

    /** @param config where the domain is written */
    public void save(final ConfigWO config) {
        if (values != null) {
            config.addDataCellArray("possible_values", values.toArray(DataCell[]::new));
        }
        if (lower != null) {
            config.addDataCell("lower_bound", lower);
        }
        if (upper != null) {
            config.addDataCell("upper_bound", upper);
        }
    }

    /**
     * @param config where the domain was written
     * @return the domain
     * @throws InvalidSettingsException if a cell cannot be read
     */
    public static DataColumnDomain load(final ConfigRO config) throws InvalidSettingsException {
        return new DataColumnDomain(
            config.containsKey("possible_values")
                ? new LinkedHashSet<>(Arrays.asList(config.getDataCellArray("possible_values"))) : null,
            config.containsKey("lower_bound") ? config.getDataCell("lower_bound") : null,
            config.containsKey("upper_bound") ? config.getDataCell("upper_bound") : null);
    }
}
