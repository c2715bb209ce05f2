// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;

/**
 * The mean and the standard deviation of numbers, by which they are standardised.
 *
 * @param mean the mean of the numbers
 * @param deviation their standard deviation, above 0
 */
public record NumberScale(double mean, double deviation) implements Serializable {

    /** The scale of numbers that are not all the same. */
    public static NumberScale of(final NumberStatistics numbers) {
        return new NumberScale(numbers.mean(), numbers.standardDeviation());
    }

    /** The number in standard deviations from the mean; NaN stays NaN. */
    public double standardise(final double number) {
        return (number - mean) / deviation;
    }
}
