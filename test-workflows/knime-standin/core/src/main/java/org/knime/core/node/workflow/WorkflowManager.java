// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.io.File;
import java.nio.file.Path;

/** A workflow as its nodes see it: where it lies. */
public final class WorkflowManager {

    private final WorkflowContext context;

    WorkflowManager(final Path folder) {
        context = new Location(folder);
    }

    private record Location(Path folder) implements WorkflowContext {

        @Override
        public File getCurrentLocation() {
            return folder.toFile();
        }
    }

    /** @return where the workflow lies */
    public WorkflowContext getContext() {
        return context;
    }
}
