// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** The key of a row. */
public interface RowKeyValue {

    /** @return the key's text */
    String getString();
}
