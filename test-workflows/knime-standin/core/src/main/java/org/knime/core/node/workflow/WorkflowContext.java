// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.io.File;

/** Where a workflow lies. */
public interface WorkflowContext {

    /** @return the workflow's folder */
    File getCurrentLocation();
}
