// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.filter;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            return Predicate.not(names(m_manuallyDeselected)::contains);
        }
        return names(m_manuallySelected)::contains;
    }

    /** @return the chosen strings that are not there; none if unknown strings are included */
    public String[] missing(final String[] choices) {
        if (m_includeUnknownColumns) {
            return new String[0];
        }
        final var present = names(choices);
        return names(m_manuallySelected).stream().filter(Predicate.not(present::contains)).toArray(String[]::new);
    }

    /** The names in their order, each once; a settings file may hold none, or null among them. */
    private static Set<String> names(final String[] stored) {
        return Stream.ofNullable(stored).flatMap(Arrays::stream).filter(Objects::nonNull)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
