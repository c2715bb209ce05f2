// SPDX-License-Identifier: Apache-2.0
/** Checksums of trained networks, by which two builds are compared bit for bit on one machine. */
package org.deepbelief.benchmarks.checksums;
