// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import org.knime.core.node.message.Message;

/** A failure that a node reports to the user. */
public final class KNIMEException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Message message;

    /** @param message what went wrong */
    public KNIMEException(final String message) {
        this(message, null);
    }

    /**
     * @param message what went wrong
     * @param cause why
     */
    public KNIMEException(final String message, final Throwable cause) {
        this(Message.fromSummary(message), cause);
    }

    private KNIMEException(final Message message, final Throwable cause) {
        super(message.getSummary(), cause);
        this.message = message;
    }

    /**
     * @param message what went wrong
     * @return the exception
     */
    public static KNIMEException of(final Message message) {
        return new KNIMEException(message, null);
    }

    /**
     * @param message what went wrong
     * @param cause why
     * @return the exception
     */
    public static KNIMEException of(final Message message, final Throwable cause) {
        return new KNIMEException(message, cause);
    }

    /** @return what went wrong */
    public Message getKNIMEMessage() {
        return message;
    }

    /** @return an unchecked exception with this one as its cause */
    public KNIMERuntimeException toUnchecked() {
        return new KNIMERuntimeException(this);
    }

    /** An unchecked exception around a {@link KNIMEException}. */
    public static final class KNIMERuntimeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        KNIMERuntimeException(final KNIMEException cause) {
            super(cause.getMessage(), cause);
        }

        @Override
        public synchronized KNIMEException getCause() {
            return (KNIMEException)super.getCause();
        }

        /** @return what went wrong */
        public Message getKNIMEMessage() {
            return getCause().getKNIMEMessage();
        }
    }
}
