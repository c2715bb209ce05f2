// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

/** Wants to know what happens while a workflow is executed. */
public interface WorkflowListener {

    /** @param node a node whose execution begins */
    void started(WorkflowNode node);

    /**
     * @param node a node that is executed
     * @param fraction how much is done, 0 to 1, null if unknown
     * @param message what it does, may be null
     */
    void progressed(WorkflowNode node, Double fraction, String message);

    /**
     * @param node a node whose execution has ended; its state and message tell how
     * @param seconds how long it took
     */
    void ended(WorkflowNode node, double seconds);
}
