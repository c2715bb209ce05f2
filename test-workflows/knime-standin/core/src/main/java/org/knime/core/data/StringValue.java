// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** Text. */
public interface StringValue extends DataValue {

    /** @return the text, never null */
    String getStringValue();
}
