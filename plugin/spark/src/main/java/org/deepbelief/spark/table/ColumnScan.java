// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/** What the texts of a column are: whether all are numbers, and whether they are a few values. */
final class ColumnScan implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A column of more values is a name or a note rather than a kind. */
    private static final int MOST_VALUES = 60;

    private final Set<String> values = new HashSet<>();

    private boolean numbers = true;

    void add(final String value) {
        numbers = numbers && Numbers.isNumber(value);
        if (values.size() <= MOST_VALUES) {
            values.add(value);
        }
    }

    void merge(final ColumnScan other) {
        numbers &= other.numbers;
        other.values.forEach(value -> {
            if (values.size() <= MOST_VALUES) {
                values.add(value);
            }
        });
    }

    /** Whether all values are numbers; those of no value may be. */
    boolean numbers() {
        return numbers;
    }

    boolean fewValues() {
        return values.size() <= MOST_VALUES;
    }
}
