// SPDX-License-Identifier: Apache-2.0
/** Model Writer under KNIME's name; for one local file. */
package org.knime.base.node.io.filehandling.model.writer;
