// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import java.util.List;
import java.util.stream.Stream;

/** What a class or target column holds. */
public enum TargetKind {

    /** Classes that are strings in the table. */
    NOMINAL,

    /** Classes that are true and false in the table. */
    BOOLEAN,

    /** Classes that are integers in the table. */
    INTEGER,

    /** Classes that are long integers in the table. */
    LONG,

    /** A quantity. */
    NUMBER;

    /** What a column is likely to hold that has these classes: what all of them are when they are written as texts. */
    public static TargetKind of(final List<String> names) {
        return Stream.of(BOOLEAN, INTEGER, LONG).filter(kind -> names.stream().allMatch(kind::canBe)).findFirst()
            .orElse(NOMINAL);
    }

    /** Whether a text is a class of such a column, as its cells are written. */
    public boolean canBe(final String name) {
        try {
            return switch (this) {
                case NOMINAL -> true;
                case BOOLEAN -> name.equals("true") || name.equals("false");
                case INTEGER -> name.equals(Integer.toString(Integer.parseInt(name)));
                case LONG -> name.equals(Long.toString(Long.parseLong(name)));
                case NUMBER -> false;
            };
        } catch (NumberFormatException none) {
            return false;
        }
    }

    /** Whether the column holds classes. */
    public boolean isClass() {
        return this != NUMBER;
    }
}
