// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.preproc.partition;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Chooses rows of a table. */
final class RowSampler {

    private RowSampler() {
    }

    static BitSet first(final int count) {
        final var chosen = new BitSet();
        chosen.set(0, count);
        return chosen;
    }

    /** Chooses rows at even distances, the first and the last among them. */
    static BitSet linear(final int rows, final int count) {
        final var chosen = new BitSet(rows);
        for (var i = 0; i < count; i++) {
            chosen.set(count == 1 ? 0 : (int)Math.round((double)i * (rows - 1) / (count - 1)));
        }
        return chosen;
    }

    static BitSet random(final int rows, final int count, final Random random) {
        final var all = new int[rows];
        Arrays.setAll(all, row -> row);
        final var chosen = new BitSet(rows);
        choose(all, count, random, chosen);
        return chosen;
    }

    /**
     * Chooses from each class its share, rounded. What rounding adds to or takes from the total is made up for in the
     * last classes.
     *
     * @param classes the rows of each class
     * @param rows the number of all rows
     * @param count the number of rows to choose
     */
    static BitSet stratified(final List<int[]> classes, final int rows, final double share, final int count,
        final Random random) {
        final var counts = new int[classes.size()];
        var total = 0;
        for (var i = 0; i < counts.length; i++) {
            counts[i] = (int)Math.min(classes.get(i).length, Math.round(classes.get(i).length * share));
            total += counts[i];
        }
        for (var i = counts.length - 1; total != count; i = i == 0 ? counts.length - 1 : i - 1) {
            if (total > count && counts[i] > 0) {
                counts[i]--;
                total--;
            } else if (total < count && counts[i] < classes.get(i).length) {
                counts[i]++;
                total++;
            }
        }
        final var chosen = new BitSet(rows);
        for (var i = 0; i < counts.length; i++) {
            choose(classes.get(i).clone(), counts[i], random, chosen);
        }
        return chosen;
    }

    private static void choose(final int[] from, final int count, final Random random, final BitSet chosen) {
        for (var i = 0; i < count; i++) {
            final var drawn = i + random.nextInt(from.length - i);
            chosen.set(from[drawn]);
            from[drawn] = from[i];
        }
    }
}
