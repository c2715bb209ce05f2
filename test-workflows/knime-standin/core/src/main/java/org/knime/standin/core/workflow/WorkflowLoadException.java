// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import java.io.IOException;

/** A workflow folder cannot be read at all; the message names the file. */
public final class WorkflowLoadException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, and where */
    public WorkflowLoadException(final String message) {
        super(message);
    }

    /**
     * @param message what is wrong, and where
     * @param cause why
     */
    public WorkflowLoadException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
