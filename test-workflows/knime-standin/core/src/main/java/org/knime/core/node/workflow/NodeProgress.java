// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

/** How far a node has come. */
public final class NodeProgress {

    private final Double progress;

    private final String message;

    /**
     * @param progress how much is done, 0 to 1, null if unknown
     * @param message what is being done, may be null
     */
    public NodeProgress(final Double progress, final String message) {
        this.progress = progress;
        this.message = message;
    }

    /** @return whether it is known how much is done */
    public boolean hasProgress() {
        return progress != null;
    }

    /** @return how much is done, null if unknown */
    public Double getProgress() {
        return progress;
    }

    /** @return whether there is a message */
    public boolean hasMessage() {
        return message != null;
    }

    /** @return what is being done, may be null */
    public String getMessage() {
        return message;
    }

    @Override
    public String toString() {
        return (message == null ? "" : message + " ") + (progress == null ? "" : progress);
    }
}
