// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** A 32-bit integer. */
public interface IntValue extends DataValue {

    /** @return the value */
    int getIntValue();
}
