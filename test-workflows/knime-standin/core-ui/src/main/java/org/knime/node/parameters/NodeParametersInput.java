// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters;

import java.util.Optional;

import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;

/** What is known of a node's surroundings when its defaults or choices are computed. Data ports start at 0. */
public interface NodeParametersInput {

    /** @return the types of the input ports */
    PortType[] getInPortTypes();

    /** @return the specs of the input ports, null where nothing is connected or nothing is known */
    PortObjectSpec[] getInPortSpecs();

    /** @return the spec at the given input port, empty if none is there */
    Optional<PortObjectSpec> getInPortSpec(int portIndex);

    /** @return the table specs of the input ports, null where the port is no table or nothing is known */
    DataTableSpec[] getInTableSpecs();

    /** @return the table spec at the given input port, empty if none is there */
    Optional<DataTableSpec> getInTableSpec(int portIndex);

    /** @return the objects at the input ports, null where none is there yet */
    PortObject[] getInPortObjects();

    /** @return the object at the given input port, empty if none is there yet */
    Optional<PortObject> getInPortObject(int portIndex);

    /** @return the tables at the input ports, null where none is there yet */
    BufferedDataTable[] getInTables();

    /** @return the table at the given input port, empty if none is there yet */
    Optional<BufferedDataTable> getInTable(int portIndex);

    /** @return the types of the output ports */
    PortType[] getOutPortTypes();
}
