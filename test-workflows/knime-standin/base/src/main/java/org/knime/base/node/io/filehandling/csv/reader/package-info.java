// SPDX-License-Identifier: Apache-2.0
/** CSV Reader under KNIME's name; for one local file. */
package org.knime.base.node.io.filehandling.csv.reader;
