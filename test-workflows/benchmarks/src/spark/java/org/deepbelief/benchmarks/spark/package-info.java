// SPDX-License-Identifier: Apache-2.0
/**
 * What training on Spark reaches, on a standalone master and workers that are processes of this machine: beside the
 * engine alone, by executors, by the parts of a round, in quality, in little memory, and when something is killed.
 */
package org.deepbelief.benchmarks.spark;
