// SPDX-License-Identifier: Apache-2.0
/**
 * Where the parts of a table lie while a training runs: in the executors, as the engine keeps rows, once read and then
 * used round after round. An executor that is lost takes its parts along; whoever gets the next task reads them again
 * from the files, or goes up from there through the layers that have learned, and has the same bits.
 */
package org.deepbelief.spark.cluster;
