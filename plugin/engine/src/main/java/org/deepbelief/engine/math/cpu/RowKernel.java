// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/** A fused loop over rows of matrices; each row is visited once, by one thread. Make it once, not in each step. */
public interface RowKernel {

    /** Works on the rows {@code from} (inclusive) to {@code to} (exclusive). */
    void run(int from, int to, Scratch scratch);
}
