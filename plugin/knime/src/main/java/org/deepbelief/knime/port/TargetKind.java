// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

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

    /** Whether the column holds classes. */
    public boolean isClass() {
        return this != NUMBER;
    }
}
