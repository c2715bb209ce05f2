// SPDX-License-Identifier: Apache-2.0
/** How settings that an earlier version of a node wrote, or never wrote, are loaded. */
package org.knime.node.parameters.migration;
