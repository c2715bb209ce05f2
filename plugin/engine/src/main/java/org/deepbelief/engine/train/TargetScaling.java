// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * What a number is learned as: {@code (number - offset) / scale}.
 *
 * @param offset the mean over the rows to learn from
 * @param scale their standard deviation; 1 where they are all the same
 */
record TargetScaling(double offset, double scale) {

    /** Mean and standard deviation of a target, of which at least one row has a value. */
    static TargetScaling of(final TargetValues learned) {
        // Welford 1962: the running mean, the running sum of squares about it, and how many there are.
        final double[] running = new double[3];
        learned.forEach((row, value) -> {
            if (!Float.isNaN(value)) {
                final double difference = value - running[0];
                running[0] += difference / ++running[2];
                running[1] += difference * (value - running[0]);
            }
        });
        return new TargetScaling(running[0], running[1] > 0 ? Math.sqrt(running[1] / running[2]) : 1);
    }

    double standardised(final double number) {
        return (number - offset) / scale;
    }
}
