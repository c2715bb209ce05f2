// SPDX-License-Identifier: Apache-2.0
/** The port of PMML documents, as far as a node takes it that makes one from text. */
package org.knime.core.node.port.pmml;
