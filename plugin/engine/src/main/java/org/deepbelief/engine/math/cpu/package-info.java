// SPDX-License-Identifier: Apache-2.0
/**
 * The CPU behind {@link org.deepbelief.engine.math.Compute}: matrices in native memory, matrix products by oneDNN,
 * macOS's Accelerate or OpenBLAS, fused kernels of stochastic units over row buffers, and the worker threads that run
 * them. Nothing outside sees a pointer, a row of a matrix, a thread or a BLAS call.
 *
 * <p>In mixed precision, factors of products are rounded to bfloat16: each matrix that is one has a rounded form beside
 * it, half as large, in memory that is counted and goes with the processor's.
 *
 * <p>Limits: one process, one machine; a row of a matrix has at most 2<sup>28</sup> columns; results are the same bits
 * for the same seed at any number of threads on the same machine, but may differ between processor types. The native
 * libraries are loaded when the first matrix is made, not before.
 */
package org.deepbelief.engine.math.cpu;
