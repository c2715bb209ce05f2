// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** Marks values of which a column may have bounds. */
public interface BoundedValue extends DataValue {
}
