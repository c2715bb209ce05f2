// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.knime.node.parameters.persistence.Persistable;
import org.knime.standin.ui.filter.ManualFilter;
import org.knime.standin.ui.filter.PatternFilter;
import org.knime.standin.ui.filter.StringFilterMode;

/** Chooses strings: by hand or by pattern. A new one is by hand and chooses nothing. */
public class StringFilter implements Persistable {

    StringFilterMode m_mode = StringFilterMode.MANUAL;

    PatternFilter m_patternFilter = new PatternFilter();

    ManualFilter m_manualFilter;

    /** Chooses nothing. */
    public StringFilter() {
        this(new String[0]);
    }

    /** @param initialSelected what is chosen */
    public StringFilter(final String[] initialSelected) {
        m_manualFilter = new ManualFilter(Objects.requireNonNull(initialSelected, "initialSelected"));
    }

    /** @param initialSelected what is chosen */
    public StringFilter(final List<String> initialSelected) {
        this(initialSelected.toArray(String[]::new));
    }

    /** Strings that the choice by hand does not know are left out. */
    public void excludeUnknownColumn() {
        m_manualFilter.setIncludeUnknown(false);
    }

    /** @return what was chosen by hand and is not among the strings */
    public String[] getMissingSelected(final String[] choices) {
        return m_mode == StringFilterMode.MANUAL ? m_manualFilter.missing(choices) : new String[0];
    }

    /** @return which of the strings are chosen, in their order */
    public String[] filter(final String[] choices) {
        final var predicate = switch (m_mode) {
            case MANUAL -> m_manualFilter.predicate();
            case REGEX -> m_patternFilter.regularExpression();
            case WILDCARD -> m_patternFilter.wildcard();
        };
        return Arrays.stream(choices).filter(predicate).toArray(String[]::new);
    }
}
