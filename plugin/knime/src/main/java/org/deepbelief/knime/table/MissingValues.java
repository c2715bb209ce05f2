// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import org.knime.node.parameters.widget.choices.Label;

/** What to do with a row that lacks an input value. */
public enum MissingValues {

    /** Stop with a message that names the row. */
    @Label(value = "Fail", description = "Stops and names the first row and column with a missing value.")
    FAIL,

    /** Leave the row out. */
    @Label(value = "Skip row",
        description = "Leaves the row out; where rows are only passed on, its new columns are missing.")
    SKIP,

    /** Put the mean of the training rows in its place, or their most frequent value. */
    @Label(value = "Mean or most frequent", description = "Takes the mean of the training rows, in a nominal column"
        + " their most frequent value, and warns.")
    MEAN
}
