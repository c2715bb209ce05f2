// SPDX-License-Identifier: Apache-2.0
/** How a node is created. */
package org.knime.core.node.context;
