// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.Objects;

/** The key of a row; unique within a table. */
public final class RowKey implements RowKeyValue {

    private final String id;

    /** @param id the key's text, not null */
    public RowKey(final String id) {
        this.id = Objects.requireNonNull(id, "A row key must not be null.");
    }

    @Override
    public String getString() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof RowKey key && id.equals(key.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /**
     * @param rowIndex the row's index, from 0
     * @return the key "Row" followed by the index
     */
    public static RowKey createRowKey(final int rowIndex) {
        return createRowKey((long)rowIndex);
    }

    /**
     * @param rowIndex the row's index, from 0
     * @return the key "Row" followed by the index
     */
    public static RowKey createRowKey(final long rowIndex) {
        return new RowKey("Row" + rowIndex);
    }
}
