// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices.filter;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.knime.node.parameters.persistence.Persistable;
import org.knime.node.parameters.widget.choices.TypedStringChoice.PossibleTypeValue;

/** The part of a filter that chooses by type. */
public abstract class TypeFilter implements Persistable {

    /** The identifiers of the chosen types. */
    public String[] m_selectedTypes;

    /** Chooses no type. */
    protected TypeFilter() {
        this(new String[0]);
    }

    /** @param selectedTypes the identifiers of the chosen types */
    protected TypeFilter(final String[] selectedTypes) {
        m_selectedTypes = selectedTypes;
    }

    /** @return the type with the identifier, empty if there is none */
    protected abstract Optional<PossibleTypeValue> fromTypeId(String typeId);

    /** @return a test on a type's identifier */
    protected Predicate<String> getIsSelectedPredicate() {
        return Set.of(m_selectedTypes)::contains;
    }
}
