// SPDX-License-Identifier: Apache-2.0
/** Model Reader under KNIME's name; for one local file. */
package org.knime.base.node.io.filehandling.model.reader;
