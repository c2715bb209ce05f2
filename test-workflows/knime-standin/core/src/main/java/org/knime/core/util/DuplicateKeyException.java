// SPDX-License-Identifier: Apache-2.0
package org.knime.core.util;

/** Two rows of a table have the same key. */
public class DuplicateKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param message what happened
     * @param key the key
     */
    public DuplicateKeyException(final String message, final String key) {
        super(message);
        this.key = key;
    }

    /** @return the key */
    public String getKey() {
        return key;
    }
}
