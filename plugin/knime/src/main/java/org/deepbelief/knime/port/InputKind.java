// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.QuantileColumn;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;

/** The kinds of table columns that a deep belief network can read. */
public enum InputKind {

    /** A number: one unit, or one with a unit a bin beside it. */
    NUMBER("number"),

    /** A nominal value: one unit a value. */
    NOMINAL("nominal"),

    /** A bit vector: one unit a bit. */
    BIT_VECTOR(VectorKind.BIT.words()),

    /** A byte vector: one unit a byte. */
    BYTE_VECTOR(VectorKind.BYTE.words()),

    /** A double vector: one unit an element. */
    DOUBLE_VECTOR(VectorKind.DOUBLE.words()),

    /** A list or set of numbers: one unit an element. */
    COLLECTION(VectorKind.COLLECTION.words());

    private final String words;

    InputKind(final String words) {
        this.words = words;
    }

    /** What a column of an encoding is in a table. */
    public static InputKind of(final InputColumn column) {
        if (column instanceof NumberColumn || column instanceof QuantileColumn) {
            return NUMBER;
        }
        if (column instanceof NominalColumn) {
            return NOMINAL;
        }
        return switch (((VectorColumn)column).kind()) {
            case BIT -> BIT_VECTOR;
            case BYTE -> BYTE_VECTOR;
            case DOUBLE -> DOUBLE_VECTOR;
            case COLLECTION -> COLLECTION;
        };
    }

    /** The kind as a message names it, such as "bit vector". */
    public String words() {
        return words;
    }
}
