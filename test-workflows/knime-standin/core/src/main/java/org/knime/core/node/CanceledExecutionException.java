// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

/** The user cancelled the execution. */
public class CanceledExecutionException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With the message "Execution canceled". */
    public CanceledExecutionException() {
        this("Execution canceled");
    }

    /** @param message what was cancelled */
    public CanceledExecutionException(final String message) {
        super(message);
    }
}
