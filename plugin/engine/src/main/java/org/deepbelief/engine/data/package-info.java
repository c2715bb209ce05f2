// SPDX-License-Identifier: Apache-2.0
/**
 * The rows that a network learns from: how columns become units ({@link org.deepbelief.engine.data.InputEncoding}),
 * how that is fitted to rows ({@link org.deepbelief.engine.data.EncodingFit}), where encoded rows are kept
 * ({@link org.deepbelief.engine.data.SampleMatrix}), which of them are held out
 * ({@link org.deepbelief.engine.data.Split}) and in which order they are learned
 * ({@link org.deepbelief.engine.data.MiniBatches}).
 *
 * <p>Rows may follow each other, sequence after sequence ({@link org.deepbelief.engine.data.RowSource#startsSequence}):
 * what precedes a row is then there for who asks ({@link org.deepbelief.engine.data.PrecedingRows}).
 *
 * <p>Limits: rows are float32, and of wide rows that are mostly zero only the rest is kept; a row with its targets has
 * at most 2<sup>27</sup> numbers. Heap use does not grow with the number of rows beyond the budget, except for one bit
 * a row where rows are held out, and one where they follow each other.
 */
package org.deepbelief.engine.data;
