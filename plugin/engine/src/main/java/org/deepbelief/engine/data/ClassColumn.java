// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * The nominal column that holds the classes. A class is known to the engine by its index in {@link #values()}.
 *
 * @param name the column's name
 * @param values the classes in the order of their indices: distinct, at least one
 */
public record ClassColumn(String name, List<String> values) implements Serializable {

    public ClassColumn {
        Objects.requireNonNull(name, "name");
        values = List.copyOf(values);
        ColumnTexts.check(name, values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("The class column \"" + name + "\" has no values.");
        }
        if (new HashSet<>(values).size() != values.size()) {
            throw new IllegalArgumentException(
                "The class column \"" + name + "\" names a class twice: " + values + ".");
        }
    }

    /** The number of classes. */
    public int size() {
        return values.size();
    }

    /** The index of a class, or -1 where this column has no such class. */
    public int indexOf(final String value) {
        return values.indexOf(value);
    }
}
