// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.units;

import org.deepbelief.engine.math.CounterRandom;

/**
 * Random numbers of some units of a row.
 *
 * @param key see {@link CounterRandom#key}
 * @param row the number of the row
 * @param first the number of the first unit
 */
public record UnitRandom(long key, long row, int first) {

    /** In (0, 1). */
    float uniform(final int unit) {
        return CounterRandom.uniform(key, row, first + unit);
    }

    /** Standard normal. */
    float gaussian(final int unit) {
        return CounterRandom.gaussian(key, row, first + unit);
    }
}
