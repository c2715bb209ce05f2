// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters;

/** Groups fields of a settings class that belong together without being settings of a node by themselves. */
public interface WidgetGroup {
}
