// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.util.Optional;

/**
 * What is told of a round.
 *
 * @param span its steps
 * @param error the mean of the learner's errors in it
 * @param heldOut what was measured on the rows held out; empty but at the end of an epoch, or where there are none
 * @param seconds that it took, with all that belongs to it
 * @param work of these, what the steps took in the slowest part
 * @param best the epoch with the lowest loss on the rows held out so far, from 0 on; -1 where that is not watched
 * @param last whether training ends with it
 */
public record RoundReport(Span span, double error, Optional<HeldOut> heldOut, double seconds, double work, int best,
    boolean last) {
}
