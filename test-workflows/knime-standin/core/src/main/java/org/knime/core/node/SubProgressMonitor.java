// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import org.knime.core.node.workflow.NodeProgressListener;

/** A share of another monitor's progress; its messages become the other's unless it is silent. */
final class SubProgressMonitor implements NodeProgressMonitor {

    private final NodeProgressMonitor parent;

    private final double share;

    private final boolean silent;

    private final boolean cancelable;

    private double progress;

    private String message;

    SubProgressMonitor(final NodeProgressMonitor parent, final double share, final boolean silent,
        final boolean cancelable) {
        this.parent = parent;
        this.share = share;
        this.silent = silent;
        this.cancelable = cancelable;
    }

    @Override
    public void checkCanceled() throws CanceledExecutionException {
        if (cancelable) {
            parent.checkCanceled();
        }
    }

    @Override
    public void setProgress(final double newProgress) {
        synchronized (parent) {
            final double bounded = Math.max(progress, Math.min(1, newProgress));
            final Double before = parent.getProgress();
            final double sum = (before == null ? 0 : before) + (bounded - progress) * share;
            progress = bounded;
            parent.setProgress(sum);
        }
    }

    @Override
    public void setProgress(final double newProgress, final String newMessage) {
        setMessage(newMessage);
        setProgress(newProgress);
    }

    @Override
    public void setMessage(final String newMessage) {
        message = newMessage;
        if (!silent) {
            parent.setMessage(newMessage);
        }
    }

    @Override
    public void setProgress(final String newMessage) {
        setMessage(newMessage);
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
    public void setExecuteCanceled() {
        parent.setExecuteCanceled();
    }

    @Override
    public void reset() {
        progress = 0;
        message = null;
    }

    @Override
    public void addProgressListener(final NodeProgressListener l) {
        parent.addProgressListener(l);
    }

    @Override
    public void removeProgressListener(final NodeProgressListener l) {
        parent.removeProgressListener(l);
    }

    @Override
    public void removeAllProgressListener() {
        parent.removeAllProgressListener();
    }
}
