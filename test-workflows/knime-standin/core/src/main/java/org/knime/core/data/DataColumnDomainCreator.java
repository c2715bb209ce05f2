// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Creates {@link DataColumnDomain}s. */
public class DataColumnDomainCreator {

    private Set<DataCell> values;

    private DataCell lower;

    private DataCell upper;

    /** An unknown domain. */
    public DataColumnDomainCreator() {
        this((Set<DataCell>)null, null, null);
    }

    /** @param domain the domain to start from */
    public DataColumnDomainCreator(final DataColumnDomain domain) {
        this(domain.getValues(), domain.getLowerBound(), domain.getUpperBound());
    }

    /** @param values the possible values, null if unknown */
    public DataColumnDomainCreator(final Set<DataCell> values) {
        this(values, null, null);
    }

    /** @param values the possible values */
    public DataColumnDomainCreator(final DataCell... values) {
        this(new LinkedHashSet<>(Arrays.asList(values)), null, null);
    }

    /**
     * @param lower the smallest value, null if unknown
     * @param upper the largest value, null if unknown
     */
    public DataColumnDomainCreator(final DataCell lower, final DataCell upper) {
        this((Set<DataCell>)null, lower, upper);
    }

    /**
     * @param values the possible values, null if unknown
     * @param lower the smallest value, null if unknown
     * @param upper the largest value, null if unknown
     */
    public DataColumnDomainCreator(final Set<DataCell> values, final DataCell lower, final DataCell upper) {
        this.values = values;
        this.lower = lower;
        this.upper = upper;
    }

    /** @param newValues the possible values, null if unknown */
    public void setValues(final Set<DataCell> newValues) {
        values = newValues;
    }

    /** @param newLower the smallest value, null if unknown */
    public void setLowerBound(final DataCell newLower) {
        lower = newLower;
    }

    /** @param newUpper the largest value, null if unknown */
    public void setUpperBound(final DataCell newUpper) {
        upper = newUpper;
    }

    /** @return the domain */
    public DataColumnDomain createDomain() {
        return new DataColumnDomain(values, lower, upper);
    }
}
