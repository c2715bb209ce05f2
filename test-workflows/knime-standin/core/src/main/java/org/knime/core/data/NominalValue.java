// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** Marks values of which a column may have a set of possible ones. */
public interface NominalValue extends DataValue {
}
