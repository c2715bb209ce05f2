// SPDX-License-Identifier: Apache-2.0
/**
 * Numbers for the trainers: float32 matrices in native memory, matrix products, fused kernels of stochastic units,
 * counter-based random numbers and the worker threads that run them.
 *
 * <p>A trainer uses {@link org.deepbelief.engine.math.Compute} and the operations prepared on it; it sees no pointer,
 * no thread and no BLAS call. All matrices are row-major, one row a case (or a visible unit), one column a unit.
 *
 * <p>Limits: one process, one machine; a row of a matrix has at most 2<sup>28</sup> columns; results are the same bits
 * for the same seed at any number of threads on the same machine, but may differ between processor types. The native
 * libraries are loaded when the first {@link org.deepbelief.engine.math.FloatMatrix} is made, not before.
 */
package org.deepbelief.engine.math;
