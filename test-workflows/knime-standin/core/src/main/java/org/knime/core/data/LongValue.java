// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** A 64-bit integer. */
public interface LongValue extends DataValue {

    /** @return the value */
    long getLongValue();
}
