// SPDX-License-Identifier: Apache-2.0
/** What flows between nodes: port objects, their specs, types, and files. */
package org.knime.core.node.port;
