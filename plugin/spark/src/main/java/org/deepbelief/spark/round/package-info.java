// SPDX-License-Identifier: Apache-2.0
/**
 * Training in rounds, without Spark: each part of the rows takes some steps of its own from the same state, and the
 * states are averaged, weighted by the rows that were learned from (McMahan et al. 2017, "Communication-efficient
 * learning of deep networks from decentralized data").
 *
 * <p>A round is a pure function of stage, state, rows and the span of its steps
 * ({@link org.deepbelief.spark.round.Round}), so that whoever repeats it gets the same bits; the mean is taken in a
 * fixed tree by the number of the part ({@link org.deepbelief.spark.round.States}). Weights, increments and moving
 * averages are averaged; persistent chains, of which there is no mean, stay with their part. One part is the training
 * of the engine itself, bit by bit.
 */
package org.deepbelief.spark.round;
