// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** The value of a missing cell. */
public interface MissingValue extends DataValue {

    /** @return why the cell is missing, may be null */
    String getError();
}
