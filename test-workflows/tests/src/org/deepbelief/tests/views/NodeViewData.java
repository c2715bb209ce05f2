// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.views;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.deepbelief.tests.OpenedWorkflow;
import org.deepbelief.tests.ShortTrainings;
import org.knime.core.node.NodeModel;

/** Executes a workflow and asks its nodes for their views' initial data, which the stand-ins' model has. */
final class NodeViewData {

    private NodeViewData() {
    }

    /**
     * The initial data of every node with a view.
     *
     * @param workflow a folder of the tests' own: the numbers of epochs in it are set
     * @param epochs of every training
     * @return JSON by the node's name
     */
    static Map<String, String> of(final Path workflow, final int epochs)
        throws IOException, ReflectiveOperationException {
        ShortTrainings.set(workflow, epochs);
        try (OpenedWorkflow opened = new OpenedWorkflow(workflow)) {
            if (!opened.execute()) {
                throw new IllegalStateException("The workflow was not executed: " + opened.nodes().keySet());
            }
            final Map<String, String> found = new LinkedHashMap<>();
            for (var node : opened.nodes().entrySet()) {
                final NodeModel model = node.getValue().getNodeModel();
                if (model.getClass().getSimpleName().equals("DeclaredNodeModel")) {
                    ((Optional<?>)model.getClass().getMethod("initialViewData").invoke(model)).ifPresent(data -> found
                        .put(node.getKey(), (String)data));
                }
            }
            return found;
        }
    }
}
