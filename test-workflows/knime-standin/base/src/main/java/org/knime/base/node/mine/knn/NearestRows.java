// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.mine.knn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.knime.core.data.DataCell;

/** Training rows with their classes, and the vote of those nearest to a row. */
final class NearestRows {

    private final int neighbours;

    private final boolean weightByDistance;

    private final List<double[]> rows = new ArrayList<>();

    private final List<DataCell> classes = new ArrayList<>();

    private final Map<DataCell, Integer> sizes = new HashMap<>();

    NearestRows(final int neighbours, final boolean weightByDistance) {
        this.neighbours = neighbours;
        this.weightByDistance = weightByDistance;
    }

    void add(final double[] row, final DataCell rowClass) {
        rows.add(row);
        classes.add(rowClass);
        sizes.merge(rowClass, 1, Integer::sum);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * Of training rows at the same distance the later ones vote, which is what KNIME was seen to do.
     *
     * @return the class with the most votes; of several the one with more training rows, then that of the nearest row
     */
    DataCell vote(final double[] row) {
        final var count = Math.min(neighbours, rows.size());
        final var distances = new double[count];
        final var nearest = new int[count];
        var found = 0;
        for (var candidate = 0; candidate < rows.size(); candidate++) {
            final var distance = squaredDistance(row, rows.get(candidate));
            if (found == count && distance > distances[count - 1]) {
                continue;
            }
            var place = found < count ? found++ : count - 1;
            for (; place > 0 && distances[place - 1] > distance; place--) {
                distances[place] = distances[place - 1];
                nearest[place] = nearest[place - 1];
            }
            distances[place] = distance;
            nearest[place] = candidate;
        }
        final var votes = new LinkedHashMap<DataCell, Double>();
        DataCell winner = null;
        for (var i = 0; i < count; i++) {
            votes.merge(classes.get(nearest[i]), weightByDistance ? 1 / Math.sqrt(distances[i]) : 1, Double::sum);
        }
        for (final var vote : votes.entrySet()) {
            final var lead = winner == null ? 1 : Double.compare(vote.getValue(), votes.get(winner));
            if (lead > 0 || lead == 0 && sizes.get(vote.getKey()) > sizes.get(winner)) {
                winner = vote.getKey();
            }
        }
        return winner;
    }

    private static double squaredDistance(final double[] first, final double[] second) {
        var sum = 0.0;
        for (var i = 0; i < first.length; i++) {
            final var difference = first[i] - second[i];
            sum += difference * difference;
        }
        return sum;
    }
}
