// SPDX-License-Identifier: Apache-2.0
/** How fields of a dialog depend on each other: effects, and values computed from other values. */
package org.knime.node.parameters.updates;
