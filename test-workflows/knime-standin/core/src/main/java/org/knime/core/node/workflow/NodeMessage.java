// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.util.Objects;

/** The message that a node shows. */
public final class NodeMessage {

    /** No message. */
    public static final NodeMessage NONE = new NodeMessage(Type.RESET, "");

    private final Type type;

    private final String message;

    /** The kinds of messages. */
    public enum Type {
        /** There is none. */
        RESET,
        /** Something may be wrong. */
        WARNING,
        /** The node failed. */
        ERROR
    }

    /**
     * @param type its kind
     * @param message its text
     */
    public NodeMessage(final Type type, final String message) {
        this.type = Objects.requireNonNull(type);
        this.message = message == null ? "" : message;
    }

    /**
     * @param message a text
     * @return a warning
     */
    public static NodeMessage newWarning(final String message) {
        return new NodeMessage(Type.WARNING, message);
    }

    /**
     * @param message a text
     * @return an error
     */
    public static NodeMessage newError(final String message) {
        return new NodeMessage(Type.ERROR, message);
    }

    /** @return its kind */
    public Type getMessageType() {
        return type;
    }

    /** @return its text */
    public String getMessage() {
        return message;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof NodeMessage that && type == that.type && message.equals(that.message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, message);
    }

    @Override
    public String toString() {
        return type + ": " + message;
    }
}
