// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import org.apache.spark.Partitioner;
import org.deepbelief.engine.data.Permutation;

/** Shuffles places among parts of equal size, by a key alone. */
final class Places extends Partitioner {

    private static final long serialVersionUID = 1L;

    private final long rows;

    private final int parts;

    private final long key;

    /** @param parts how many, at most the rows */
    Places(final long rows, final int parts, final long key) {
        this.rows = rows;
        this.parts = parts;
        this.key = key;
    }

    @Override
    public int numPartitions() {
        return parts;
    }

    @Override
    public int getPartition(final Object place) {
        return (int)(Permutation.at((Long)place, rows, key) * parts / rows);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Places places && rows == places.rows && parts == places.parts && key == places.key;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(key) + parts;
    }
}
