// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

/** What stands on a {@link FlowObjectStack}. */
abstract class FlowObject {
}
