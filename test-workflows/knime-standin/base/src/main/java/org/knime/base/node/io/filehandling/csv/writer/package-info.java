// SPDX-License-Identifier: Apache-2.0
/** CSV Writer under KNIME's name; for one local file, without comments. */
package org.knime.base.node.io.filehandling.csv.writer;
