// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.VectorColumn;

/** What a network reads from a column. */
public enum ColumnKind {

    /** Numbers; true is 1 and false 0. */
    NUMBER("numbers"),

    /** Texts. */
    NOMINAL("nominal values"),

    /** Arrays of numbers. */
    VECTOR("vectors of numbers");

    private final String words;

    ColumnKind(final String words) {
        this.words = words;
    }

    /** The kind as messages name it. */
    public String words() {
        return words;
    }

    /** The kind of the values of a type of Spark's, or nothing if a network cannot read them. */
    static Optional<ColumnKind> of(final DataType type) {
        if (type instanceof NumericType || type instanceof BooleanType) {
            return Optional.of(NUMBER);
        }
        if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
            return Optional.of(VECTOR);
        }
        return type instanceof StringType ? Optional.of(NOMINAL) : Optional.empty();
    }

    /** The kind that an input column of a network has. */
    static ColumnKind of(final InputColumn column) {
        return column instanceof NominalColumn ? NOMINAL : column instanceof VectorColumn ? VECTOR : NUMBER;
    }
}
