// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

/**
 * Rows that no encoding can be fitted to. The message names the column, and the row and value where it is one of them,
 * and says what to do.
 */
public final class FittingException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, and what to do */
    public FittingException(final String message) {
        super(message);
    }
}
