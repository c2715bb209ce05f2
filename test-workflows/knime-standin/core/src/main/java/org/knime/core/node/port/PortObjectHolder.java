// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

/** A node model whose internal objects (a view's data) are saved with the workflow. */
public interface PortObjectHolder {

    /** @return the objects to keep, may be null */
    PortObject[] getInternalPortObjects();

    /** @param portObjects the objects as they were kept */
    void setInternalPortObjects(PortObject[] portObjects);
}
