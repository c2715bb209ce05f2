// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.model.DeepBeliefNetwork;

/**
 * What a training returns.
 *
 * @param network the trained network
 * @param log what was measured on the way
 */
public record TrainingResult(DeepBeliefNetwork network, TrainingLog log) {
}
