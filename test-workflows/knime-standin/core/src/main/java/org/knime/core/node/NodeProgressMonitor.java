// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.function.Supplier;

import org.knime.core.node.workflow.NodeProgressListener;

/** How far a node has come, and whether it shall stop. */
public interface NodeProgressMonitor {

    /** @throws CanceledExecutionException if the user cancelled */
    void checkCanceled() throws CanceledExecutionException;

    /** @param progress how much is done, 0 to 1 */
    void setProgress(double progress);

    /**
     * @param progress how much is done, 0 to 1
     * @param message what is being done
     */
    void setProgress(double progress, String message);

    /**
     * @param progress how much is done, 0 to 1
     * @param message gives what is being done
     */
    default void setProgress(final double progress, final Supplier<String> message) {
        setProgress(progress, message.get());
    }

    /** @param arg0 what is being done */
    void setMessage(String arg0);

    /** @param message gives what is being done */
    default void setMessage(final Supplier<String> message) {
        setMessage(message.get());
    }

    /** @param message what is being done */
    void setProgress(String message);

    /** @return how much is done, null if unknown */
    Double getProgress();

    /** @return what is being done, may be null */
    String getMessage();

    /** Asks the node to stop. */
    void setExecuteCanceled();

    /** Begins anew. */
    void reset();

    /** @param l wants to be told of progress */
    void addProgressListener(NodeProgressListener l);

    /** @param l does not want to be told any longer */
    void removeProgressListener(NodeProgressListener l);

    /** Nobody is told any longer. */
    void removeAllProgressListener();
}
