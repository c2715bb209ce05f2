// SPDX-License-Identifier: Apache-2.0
/**
 * Files of rows as a table in parts. A row is known by its place: the files in the order of their paths, and its
 * position in the file, which {@link org.deepbelief.spark.table.Numbering} finds whatever splits Spark reads. Its part
 * follows from that place, the seed and the number of parts, and within a part the rows keep their order: so nothing
 * depends on how many executors there are. Encodings are fitted to the parts and merged in their order, by the rules of
 * the engine.
 */
package org.deepbelief.spark.table;
