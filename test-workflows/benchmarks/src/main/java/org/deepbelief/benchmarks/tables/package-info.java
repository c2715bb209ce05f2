// SPDX-License-Identifier: Apache-2.0
/**
 * How the nodes do on ordinary tables when nothing but the target's name is set: prediction, anomalies, filling and
 * features, each on partitions that are drawn once and that other libraries read too.
 */
package org.deepbelief.benchmarks.tables;
