// SPDX-License-Identifier: Apache-2.0
/**
 * How long the engine's training steps take beside the bare time of their matrix products, and beside other libraries.
 * The two sides alternate step by step in one process, and the median of the ratios of neighbours is reported: what
 * else the machine does then weighs on both.
 */
package org.deepbelief.benchmarks.speed;
