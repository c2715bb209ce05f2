// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

/** Settings, specs or values that a node cannot work with. The message is shown to the user on the node. */
public class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong */
    public InvalidSettingsException(final String message) {
        super(message);
    }

    /** @param cause what went wrong; its message becomes this one's */
    public InvalidSettingsException(final Throwable cause) {
        super(cause);
    }

    /**
     * @param message what is wrong
     * @param cause why
     */
    public InvalidSettingsException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
