// SPDX-License-Identifier: Apache-2.0
/** The port of flow variables, port 0 of every node. */
package org.knime.core.node.port.flowvariable;
