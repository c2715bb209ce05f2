// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.mine.scorer.accuracy;

import java.util.List;

/**
 * How often each true class (row) was predicted as each class (column).
 *
 * @param classes the classes
 * @param counts the counts
 */
record ConfusionMatrix(List<String> classes, int[][] counts) {

    int truePositives(final int index) {
        return counts[index][index];
    }

    int falsePositives(final int index) {
        var sum = 0;
        for (final var row : counts) {
            sum += row[index];
        }
        return sum - counts[index][index];
    }

    int falseNegatives(final int index) {
        var sum = 0;
        for (final var count : counts[index]) {
            sum += count;
        }
        return sum - counts[index][index];
    }

    int trueNegatives(final int index) {
        return total() - truePositives(index) - falsePositives(index) - falseNegatives(index);
    }

    int total() {
        var sum = 0;
        for (final var row : counts) {
            for (final var count : row) {
                sum += count;
            }
        }
        return sum;
    }

    private int correct() {
        var sum = 0;
        for (var i = 0; i < counts.length; i++) {
            sum += counts[i][i];
        }
        return sum;
    }

    /** @return the share of the rows that were predicted right, NaN if there are none */
    double accuracy() {
        return (double)correct() / total();
    }

    /** @return Cohen's kappa: agreement beyond chance, 1 at most; NaN if chance alone explains everything */
    double cohensKappa() {
        final double total = total();
        var products = 0.0;
        for (var i = 0; i < counts.length; i++) {
            products += (double)(truePositives(i) + falseNegatives(i)) * (truePositives(i) + falsePositives(i));
        }
        final var expected = products / (total * total);
        return (accuracy() - expected) / (1 - expected);
    }
}
