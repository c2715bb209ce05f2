// SPDX-License-Identifier: Apache-2.0
/** The node PMML Writer. */
package org.knime.base.node.io.filehandling.pmml.writer;
