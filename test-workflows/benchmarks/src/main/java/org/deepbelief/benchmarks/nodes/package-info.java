// SPDX-License-Identifier: Apache-2.0
/**
 * What the nodes add to the engine's own time: reading the table, writing the features, telling progress. The nodes run
 * in the stand-ins, whose table takes time of its own, which is measured too.
 */
package org.deepbelief.benchmarks.nodes;
