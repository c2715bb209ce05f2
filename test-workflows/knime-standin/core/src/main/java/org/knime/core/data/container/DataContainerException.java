// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.container;

/** A row does not fit into a table, or the table cannot be written. */
public class DataContainerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong */
    public DataContainerException(final String message) {
        super(message);
    }

    /**
     * @param message what is wrong
     * @param cause why
     */
    public DataContainerException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
