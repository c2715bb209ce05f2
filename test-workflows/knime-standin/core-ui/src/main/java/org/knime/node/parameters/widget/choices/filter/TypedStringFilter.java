// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

import org.knime.node.parameters.persistence.Persistable;
import org.knime.standin.ui.filter.FilterMode;
import org.knime.standin.ui.filter.ManualFilter;
import org.knime.standin.ui.filter.PatternFilter;

/**
 * Chooses strings that have a type: by hand, by pattern or by type.
 *
 * @param <T> the part that chooses by type
 */
public abstract class TypedStringFilter<T extends TypeFilter> implements Persistable {

    FilterMode m_mode = FilterMode.MANUAL;

    PatternFilter m_patternFilter = new PatternFilter();

    ManualFilter m_manualFilter;

    /** The part that chooses by type. */
    public T m_typeFilter;

    /**
     * @param initialSelected what is chosen by hand
     * @param defaultTypeFilter the part that chooses by type
     */
    protected TypedStringFilter(final String[] initialSelected, final T defaultTypeFilter) {
        m_manualFilter = new ManualFilter(Objects.requireNonNull(initialSelected, "initialSelected"));
        m_typeFilter = defaultTypeFilter;
    }

    /**
     * @param initialSelected what is chosen by hand
     * @param defaultTypeFilter the part that chooses by type
     */
    protected TypedStringFilter(final List<String> initialSelected, final T defaultTypeFilter) {
        this(initialSelected.toArray(String[]::new), defaultTypeFilter);
    }

    /** @param value whether strings that the choice by hand does not know are taken */
    protected void setIncludeUnknownValues(final boolean value) {
        m_manualFilter.setIncludeUnknown(value);
    }

    /** @return what was chosen by hand and is not among the strings */
    protected String[] getMissingSelected(final String[] choices) {
        return m_mode == FilterMode.MANUAL ? m_manualFilter.missing(choices) : new String[0];
    }

    /** @return which of the strings are chosen, in their order */
    protected String[] getSelected(final String[] choices, final Function<T, String[]> getSelectedFromTypeFilter) {
        return m_mode == FilterMode.TYPE ? getSelectedFromTypeFilter.apply(m_typeFilter)
            : Arrays.stream(choices).filter(getStringFilterPredicate()).toArray(String[]::new);
    }

    /** @return the test on a string; there is none when the choice is by type */
    protected Predicate<String> getStringFilterPredicate() {
        return switch (m_mode) {
            case MANUAL -> m_manualFilter.predicate();
            case REGEX -> m_patternFilter.regularExpression();
            case WILDCARD -> m_patternFilter.wildcard();
            case TYPE -> throw new IllegalStateException("A choice by type cannot be made from the name alone.");
        };
    }
}
