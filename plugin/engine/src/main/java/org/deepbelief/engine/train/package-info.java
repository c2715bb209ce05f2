// SPDX-License-Identifier: Apache-2.0
/**
 * The trainings of a deep belief network: layer by layer without labels
 * ({@link org.deepbelief.engine.train.LayerwisePretraining}), then the whole network by wake-sleep or by
 * back-propagation. Each takes encoded rows and gives a new network with a log; none changes the network it was given.
 *
 * <p>A step is a value: a {@link org.deepbelief.engine.train.Learner} gathers the
 * {@link org.deepbelief.engine.train.Statistics} of a batch, which are sums over its rows, and applies them;
 * {@link org.deepbelief.engine.train.Training} is the one loop over steps. What a learner carries along is its
 * {@link org.deepbelief.engine.train.LearnerState}. Rows may lie in parts on several machines: what a training needs to
 * know of all of them is fitted part by part and merged, each part has a course of its own, and
 * {@link org.deepbelief.engine.train.Training#steps} takes some of its steps. Sealed settings make the learner that
 * they describe; what a training does unless told otherwise stands in {@link org.deepbelief.engine.train.Defaults}.
 * Learners are written against {@link org.deepbelief.engine.math.Compute} alone. The same seed gives the same bits at
 * any number of threads on the same machine.
 */
package org.deepbelief.engine.train;
