// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.List;

/** The texts of a column that a model file holds: short enough that what is longer need not be read. */
final class ColumnTexts {

    /** Written with every character escaped, a text of this length and its column take less than 4 KiB. */
    static final int LONGEST = 600;

    private ColumnTexts() {
    }

    /** @throws IllegalArgumentException if the column's name, or one of its values, is too long */
    static void check(final String name, final List<String> values) {
        if (name.length() > LONGEST) {
            throw new IllegalArgumentException("The name of the column \"" + name.substring(0, 40) + "...\" has "
                + name.length() + " characters; at most " + LONGEST + " are possible. Rename the column.");
        }
        for (final String value : values) {
            if (value.length() > LONGEST) {
                throw new IllegalArgumentException("The column \"" + name + "\" has the value \""
                    + value.substring(0, 40) + "...\" of " + value.length() + " characters; at most " + LONGEST
                    + " are possible. Shorten the values, or leave the column out.");
            }
        }
    }
}
