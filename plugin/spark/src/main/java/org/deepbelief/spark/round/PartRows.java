// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import org.deepbelief.engine.data.Split;

/**
 * The rows of a part.
 *
 * @param learned those to learn from
 * @param heldOut those that are only measured
 * @param steps that an epoch has
 */
record PartRows(Split.Part learned, Split.Part heldOut, long steps) {

    /** @param batchSize the most rows of a step */
    static PartRows of(final Split.Part learned, final Split.Part heldOut, final int batchSize) {
        return new PartRows(learned, heldOut, (learned.size() + batchSize - 1) / batchSize);
    }
}
