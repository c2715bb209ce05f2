// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.filter;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

import org.knime.node.parameters.persistence.Persistable;

/** A choice by hand. With unknown strings included, everything is chosen that was not explicitly left out. */
public final class ManualFilter implements Persistable {

    String[] m_manuallySelected;

    String[] m_manuallyDeselected;

    boolean m_includeUnknownColumns;

    /** @param selected the chosen strings */
    public ManualFilter(final String[] selected) {
        m_manuallySelected = selected.clone();
        m_manuallyDeselected = new String[0];
    }

    ManualFilter() {
        this(new String[0]);
    }

    /** @param include whether strings that the choice does not know are taken */
    public void setIncludeUnknown(final boolean include) {
        m_includeUnknownColumns = include;
    }

    /** @return the test on a string */
    public Predicate<String> predicate() {
        if (m_includeUnknownColumns) {
            return Predicate.not(Set.copyOf(Arrays.asList(m_manuallyDeselected))::contains);
        }
        return Set.copyOf(Arrays.asList(m_manuallySelected))::contains;
    }

    /** @return the chosen strings that are not there; none if unknown strings are included */
    public String[] missing(final String[] choices) {
        if (m_includeUnknownColumns) {
            return new String[0];
        }
        final var present = Set.copyOf(Arrays.asList(choices));
        return Arrays.stream(m_manuallySelected).filter(Predicate.not(present::contains)).toArray(String[]::new);
    }
}
