// SPDX-License-Identifier: Apache-2.0
/**
 * Numbers for the trainers: {@link org.deepbelief.engine.math.Compute}, what a processor must offer, its matrices and
 * the operations prepared on it; counter-based random numbers; layouts of units.
 *
 * <p>A trainer sees no pointer, no thread and no BLAS call. All matrices are row-major float32, one row per case (or a
 * visible unit), one column per unit; biases and sums have one row.
 *
 * <p>All matrices of the process together take no more memory than {@link org.deepbelief.engine.math.MatrixMemory}
 * allows.
 */
package org.deepbelief.engine.math;
