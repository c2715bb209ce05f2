// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices;

/**
 * A string to choose.
 *
 * @param id the string that is stored
 * @param text the text that is shown
 */
public record StringChoice(String id, String text) {

    /**
     * @param id a string
     * @return the choice that shows the string itself
     */
    public static StringChoice fromId(final String id) {
        return new StringChoice(id, id);
    }
}
