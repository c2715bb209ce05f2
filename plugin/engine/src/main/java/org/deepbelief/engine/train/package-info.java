// SPDX-License-Identifier: Apache-2.0
/**
 * The trainings of a deep belief network: layer by layer without labels
 * ({@link org.deepbelief.engine.train.LayerwisePretraining}), then the whole network by wake-sleep or by
 * back-propagation. Each takes encoded rows and gives a new network with a log; none changes the network it was given.
 *
 * <p>A step is two parts: the statistics of a batch, which are sums over its rows, and the update from them. Trainers
 * are written against {@link org.deepbelief.engine.math.Compute} alone. The same seed gives the same bits at any number
 * of threads on the same machine.
 */
package org.deepbelief.engine.train;
