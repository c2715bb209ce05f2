// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

/** What to do with a row that lacks an input value. */
public enum MissingValues {

    /** Refuse it. */
    FAIL,

    /** Leave it out. */
    SKIP,

    /** Take the mean of the training rows, or their most frequent value. */
    MEAN;

    /** The message for a row that is refused. */
    static TableException missing(final String column, final String row) {
        return new TableException("Column \"" + column + "\" has a missing value in row \"" + row
            + "\". Replace it, or choose to skip such rows or to take the mean (missingValues).");
    }
}
