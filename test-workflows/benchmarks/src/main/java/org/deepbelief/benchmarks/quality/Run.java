// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.train.TrainingSettings;

/**
 * How an experiment runs.
 *
 * @param seed of all random numbers
 * @param precision of the products that it learns by
 */
record Run(long seed, Precision precision) {

    /** How a training of it runs, on all processors. */
    TrainingSettings training(final int batchSize) {
        return TrainingSettings.of(batchSize, seed).withPrecision(precision);
    }

    /** As this, with random numbers of its own. */
    Run part(final int number) {
        return new Run(seed + number, precision);
    }
}
