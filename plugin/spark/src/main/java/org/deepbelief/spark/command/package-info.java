// SPDX-License-Identifier: Apache-2.0
/**
 * The commands for spark-submit: options in, files in, files out. Options have the names of the nodes' settings and the
 * same ranges. What goes wrong ends in one sentence on standard error and an exit code that is not 0, and leaves
 * neither half a network nor half a table behind.
 */
package org.deepbelief.spark.command;
