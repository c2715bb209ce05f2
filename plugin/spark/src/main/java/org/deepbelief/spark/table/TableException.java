// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.IOException;

/** Files or rows that cannot be used. The message says what is wrong, where, and what to do. */
public final class TableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message for the user */
    public TableException(final String message) {
        super(message);
    }
}
