// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.LongStream;
import org.deepbelief.engine.data.SampleMatrix;

/**
 * How many rows there are, those held out too.
 *
 * @param all in all parts
 * @param labelled of these, those that have a target
 * @param fewest in a part
 * @param most in a part
 */
public record RowCounts(long all, long labelled, long fewest, long most) implements Serializable {

    private static RowCounts ofPart(final SampleMatrix rows) {
        final long labelled = rows.targets() == 0 ? 0
            : LongStream.range(0, rows.rows()).filter(row -> !Float.isNaN(rows.target(row, 0))).count();
        return new RowCounts(rows.rows(), labelled, rows.rows(), rows.rows());
    }

    /** Counts the rows. */
    public static RowCounts of(final Parts parts) throws IOException {
        final List<RowCounts> counts = parts.onEach((part, rows) -> ofPart(rows));
        return new RowCounts(counts.stream().mapToLong(RowCounts::all).sum(),
            counts.stream().mapToLong(RowCounts::labelled).sum(),
            counts.stream().mapToLong(RowCounts::fewest).min().orElseThrow(),
            counts.stream().mapToLong(RowCounts::most).max().orElseThrow());
    }
}
