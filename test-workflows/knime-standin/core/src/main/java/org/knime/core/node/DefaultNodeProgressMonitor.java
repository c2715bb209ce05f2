// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.knime.core.node.workflow.NodeID;
import org.knime.core.node.workflow.NodeProgress;
import org.knime.core.node.workflow.NodeProgressEvent;
import org.knime.core.node.workflow.NodeProgressListener;

/** The progress of one node's execution. */
public class DefaultNodeProgressMonitor implements NodeProgressMonitor {

    private final List<NodeProgressListener> listeners = new CopyOnWriteArrayList<>();

    private volatile Double progress;

    private volatile String message;

    private volatile boolean canceled;

    /** Nothing is done yet. */
    public DefaultNodeProgressMonitor() {
        reset();
    }

    /** @param l wants to be told of progress */
    public DefaultNodeProgressMonitor(final NodeProgressListener l) {
        this();
        addProgressListener(l);
    }

    @Override
    public final void reset() {
        progress = null;
        message = null;
        canceled = false;
    }

    /** @return whether the node shall stop; so too if its thread was interrupted */
    protected boolean isCanceled() {
        return canceled || Thread.currentThread().isInterrupted();
    }

    @Override
    public void checkCanceled() throws CanceledExecutionException {
        if (isCanceled()) {
            throw new CanceledExecutionException();
        }
    }

    @Override
    public void setExecuteCanceled() {
        canceled = true;
    }

    @Override
    public void setProgress(final double newProgress, final String newMessage) {
        progress = bounded(newProgress);
        message = newMessage;
        changed();
    }

    @Override
    public void setProgress(final double newProgress) {
        progress = bounded(newProgress);
        changed();
    }

    private static Double bounded(final double value) {
        return Double.isNaN(value) ? null : (Double)Math.max(0, Math.min(1, value));
    }

    @Override
    public void setMessage(final String newMessage) {
        message = newMessage;
        changed();
    }

    @Override
    public void setProgress(final String newMessage) {
        setMessage(newMessage);
    }

    private void changed() {
        if (!listeners.isEmpty()) {
            final NodeProgressEvent event =
                new NodeProgressEvent(NodeID.ROOTID, new NodeProgress(progress, message));
            listeners.forEach(listener -> listener.progressChanged(event));
        }
    }

    @Override
    public Double getProgress() {
        return progress;
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public void addProgressListener(final NodeProgressListener l) {
        listeners.add(l);
    }

    @Override
    public void removeProgressListener(final NodeProgressListener l) {
        listeners.remove(l);
    }

    @Override
    public void removeAllProgressListener() {
        listeners.clear();
    }
}
