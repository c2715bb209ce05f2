// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.updates;

/**
 * Names a field so that others can refer to it; attached with {@link ValueReference}.
 *
 * @param <V> the type of the field
 */
public interface ParameterReference<V> {
}
