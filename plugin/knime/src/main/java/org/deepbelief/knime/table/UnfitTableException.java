// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.io.IOException;

/** A table that a node cannot work with. The message names column, row and value and says what to do. */
public final class UnfitTableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, and what to do */
    public UnfitTableException(final String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, and what to do
     * @param cause what the engine says
     */
    public UnfitTableException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
