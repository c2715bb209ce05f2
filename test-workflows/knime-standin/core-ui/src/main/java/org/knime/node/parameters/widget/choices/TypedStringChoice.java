// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices;

import org.knime.core.data.DataColumnSpec;

/**
 * A string with a type to choose, a column for instance.
 *
 * @param id the string that is stored
 * @param text the text that is shown
 * @param type the type, null if it has none
 */
public record TypedStringChoice(String id, String text, PossibleTypeValue type) {

    /**
     * @param colSpec a column
     * @return the choice for it
     */
    public static TypedStringChoice fromColSpec(final DataColumnSpec colSpec) {
        final var type = colSpec.getType();
        return new TypedStringChoice(colSpec.getName(), colSpec.getName(),
            new PossibleTypeValue(type.getPreferredValueClass().getName(), type.getName()));
    }

    /**
     * A type.
     *
     * @param id its identifier
     * @param text its name
     */
    public record PossibleTypeValue(String id, String text) {
    }
}
