// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.nio.file.Path;

import org.knime.standin.core.workflow.CurrentWorkflow;

/** Where the current thread works: in which workflow. */
public final class NodeContext {

    private final WorkflowManager workflow;

    private NodeContext(final Path folder) {
        workflow = new WorkflowManager(folder);
    }

    /** @return the context of the current thread, null outside of a node's configuration and execution */
    public static NodeContext getContext() {
        final Path folder = CurrentWorkflow.folder();
        return folder == null ? null : new NodeContext(folder);
    }

    /** @return the workflow */
    public WorkflowManager getWorkflowManager() {
        return workflow;
    }
}
