// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import java.io.IOException;

import javax.swing.JComponent;

import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/** What flows through a port. Must not change once a node has given it out. */
public interface PortObject {

    /** Any port object. */
    PortType TYPE = PortTypeRegistry.getInstance().getPortType(PortObject.class);

    /** @return a short line about the object */
    String getSummary();

    /** @return the object's spec */
    PortObjectSpec getSpec();

    /** @return panels that show the object */
    JComponent[] getViews();

    /**
     * Writes and reads objects of one class.
     *
     * @param <T> the class
     */
    abstract class PortObjectSerializer<T extends PortObject> {

        /**
         * @param portObject the object
         * @param out the target
         * @param exec progress and cancellation
         * @throws IOException if it cannot be written
         * @throws CanceledExecutionException if the user cancelled
         */
        public abstract void savePortObject(T portObject, PortObjectZipOutputStream out, ExecutionMonitor exec)
            throws IOException, CanceledExecutionException;

        /**
         * @param in the source
         * @param spec the object's spec
         * @param exec progress and cancellation
         * @return the object
         * @throws IOException if it cannot be read
         * @throws CanceledExecutionException if the user cancelled
         */
        public abstract T loadPortObject(PortObjectZipInputStream in, PortObjectSpec spec, ExecutionMonitor exec)
            throws IOException, CanceledExecutionException;
    }
}
