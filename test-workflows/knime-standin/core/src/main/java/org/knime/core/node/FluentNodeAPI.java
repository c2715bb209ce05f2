// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

/** Marks the types in which a node is described call by call. */
public interface FluentNodeAPI {
}
