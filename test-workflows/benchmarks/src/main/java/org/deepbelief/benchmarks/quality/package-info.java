// SPDX-License-Identifier: Apache-2.0
/**
 * Programs that show how well the engine learns on real data, one command each. They train on images in IDX files, hold
 * rows out that no training sees, and print seed, epochs, time and what was reached. Their limit: one run with one seed
 * says nothing about the spread.
 */
package org.deepbelief.benchmarks.quality;
