// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

/**
 * How a training runs in rounds.
 *
 * @param length of a round
 * @param threads that compute in a part
 * @param time that it has: it ends with the round at hand
 */
public record Rounds(RoundLength length, int threads, TrainingTime time) {
}
