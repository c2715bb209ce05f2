// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.Serializable;

/**
 * A piece of a file that Spark reads in one go.
 *
 * @param file its path
 * @param start where it starts, in bytes
 */
record Block(String file, long start) implements Serializable, Comparable<Block> {

    @Override
    public int compareTo(final Block other) {
        final int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Long.compare(start, other.start);
    }
}
