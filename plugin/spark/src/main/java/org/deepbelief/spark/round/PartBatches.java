// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.util.List;

/**
 * How many rows a part learns from in a step. A step of all parts together is one of a batch that is as many times
 * larger, and an epoch has as many times fewer of them: harmless where a training has many steps, while one with few
 * would not get far. So parts take batches as asked for where each takes {@value #ENOUGH_STEPS} steps, and smaller ones
 * where it does not, down to a batch shared out among them. What steps teach with that is made up for by
 * {@link BlockMomentum}.
 */
final class PartBatches {

    private static final long ENOUGH_STEPS = 3000;

    private PartBatches() {
    }

    /**
     * The most rows of a step.
     *
     * @param wanted as asked for
     * @param rows that are learned from, by part
     * @param passes over these
     */
    static int rows(final int wanted, final List<Long> rows, final int passes) {
        final List<Long> learned = rows.stream().filter(count -> count > 0).toList();
        final long smallest = learned.stream().mapToLong(Long::longValue).min().orElse(1);
        final double all = learned.stream().mapToLong(Long::longValue).sum();
        final double enough = passes * all / Math.max(1, learned.size()) / ENOUGH_STEPS;
        final double least = (double)wanted / Math.max(1, learned.size());
        return (int)Math.min(smallest, Math.ceil(Math.min(wanted, Math.max(least, enough))));
    }

    /**
     * How many parts there are, as far as they weigh the same in a mean by rows: fewer where one has most of these.
     *
     * @param rows that are learned from, by part; not all 0
     */
    static double parts(final List<Long> rows) {
        final double all = rows.stream().mapToDouble(Long::doubleValue).sum();
        return all * all / rows.stream().mapToDouble(count -> (double)count * count).sum();
    }
}
