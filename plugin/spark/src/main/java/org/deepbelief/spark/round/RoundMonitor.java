// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;

/** Told of a stage after each round. */
@FunctionalInterface
public interface RoundMonitor {

    /**
     * Told after a round.
     *
     * @param report what is told of it
     * @param progress where the stage stands now; the last round's too
     */
    void done(RoundReport report, Progress progress) throws IOException;
}
