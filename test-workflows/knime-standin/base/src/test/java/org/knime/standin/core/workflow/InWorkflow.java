// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Works as a node of a workflow does. */
public final class InWorkflow {

    private InWorkflow() {
    }

    /** @return what the work gives, done in a workflow in the given folder */
    public static <T> T call(final Path folder, final Callable<T> work) throws Exception {
        return CurrentWorkflow.in(folder, work::call);
    }
}
