// SPDX-License-Identifier: Apache-2.0
/**
 * What a trained network is used for: features, predictions, generated rows, reconstructions, what follows a sequence
 * of rows, and how likely it finds data.
 * <p>
 * Rows are read, worked on in batches and handed on in their order, in constant memory. Every class holds worker
 * threads until it is closed. Results are the same bits for the same seed at any number of threads.
 */
package org.deepbelief.engine.infer;
