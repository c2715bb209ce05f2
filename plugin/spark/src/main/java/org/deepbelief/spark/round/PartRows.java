// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import org.deepbelief.engine.data.Split;

/**
 * The rows of a part.
 *
 * @param learned those to learn from
 * @param heldOut those that are only measured
 */
record PartRows(Split.Part learned, Split.Part heldOut) {

    static PartRows of(final Split split) {
        return new PartRows(split.training(), split.validation());
    }
}
