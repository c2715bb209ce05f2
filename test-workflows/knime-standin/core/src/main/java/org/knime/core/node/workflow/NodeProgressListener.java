// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.util.EventListener;

/** Wants to know how far a node has come. */
public interface NodeProgressListener extends EventListener {

    /** @param pe how far it has come */
    void progressChanged(NodeProgressEvent pe);
}
