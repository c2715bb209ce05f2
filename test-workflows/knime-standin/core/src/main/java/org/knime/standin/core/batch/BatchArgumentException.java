// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

/** An argument of the batch application is wrong; the message says which and why. */
final class BatchArgumentException extends Exception {

    private static final long serialVersionUID = 1L;

    BatchArgumentException(final String message) {
        super(message);
    }
}
