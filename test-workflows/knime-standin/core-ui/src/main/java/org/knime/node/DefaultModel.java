// SPDX-License-Identifier: Apache-2.0
package org.knime.node;

import java.util.Optional;

import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.FluentNodeAPI;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.node.parameters.NodeParameters;
import org.knime.standin.ui.node.ModelDefinition;

/** What a node does: its parameters, its configure and its execute. */
public abstract class DefaultModel implements FluentNodeAPI {

    private DefaultModel() {
    }

    abstract ModelDefinition definition();

    private static DefaultModel of(final ModelDefinition definition) {
        return new DefaultModel() {
            @Override
            ModelDefinition definition() {
                return definition;
            }
        };
    }

    static RequireModelParameters create() {
        return parametersClass -> {
            final var parameters = Optional.<Class<? extends NodeParameters>>ofNullable(parametersClass);
            return configure -> execute -> of(new ModelDefinition(parameters, configure, execute));
        };
    }

    /** The stage that takes the parameters. */
    public interface RequireModelParameters {

        /**
         * @param parametersClass the class of the node's parameters
         * @return the next stage
         */
        RequireConfigureOrRearrangeColumns parametersClass(Class<? extends NodeParameters> parametersClass);

        /** @return the next stage, for a node without parameters */
        default RequireConfigureOrRearrangeColumns withoutParameters() {
            return parametersClass(null);
        }
    }

    /** The stage that takes configure. */
    public interface RequireConfigureOrRearrangeColumns {

        /**
         * @param configure makes the output specs from the input specs
         * @return the next stage
         */
        RequireExecute configure(ConfigureOrRearrangerConsumer<ConfigureInput, ConfigureOutput> configure);
    }

    /** The stage that takes execute. */
    public interface RequireExecute {

        /**
         * @param execute makes the output from the input
         * @return the model
         */
        DefaultModel execute(ExecuteConsumer execute);
    }

    /**
     * What configure does.
     *
     * @param <I> what it is given
     * @param <O> what takes its results
     */
    public interface ConfigureOrRearrangerConsumer<I, O> {

        /**
         * @param input what is given
         * @param output takes the results
         * @throws InvalidSettingsException if the node cannot be executed like this; the message becomes its warning
         */
        void accept(I input, O output) throws InvalidSettingsException;
    }

    /** What execute does. */
    public interface ExecuteConsumer {

        /**
         * @param input what is given
         * @param output takes the results
         * @throws CanceledExecutionException if the user cancelled
         * @throws KNIMEException if the node fails; the message is shown to the user
         */
        void accept(ExecuteInput input, ExecuteOutput output) throws CanceledExecutionException, KNIMEException;
    }

    /** What configure is given. */
    public interface ConfigureInput {

        /** @return the parameters, null for a node without any */
        <S extends NodeParameters> S getParameters();

        /** @return the specs at the input ports, null where nothing is connected or nothing is known */
        PortObjectSpec[] getInPortSpecs();

        /** @return the spec at an input port, null where nothing is connected or nothing is known */
        <S extends PortObjectSpec> S getInPortSpec(int index);

        /** @return the specs of the input tables, null where nothing is known; all ports must be tables */
        DataTableSpec[] getInTableSpecs();

        /** @return the spec of an input table, null where nothing is known */
        DataTableSpec getInTableSpec(int index);

        /** @return the types of the output ports */
        PortType[] getOutPortTypes();
    }

    /** Takes the results of configure. */
    public interface ConfigureOutput {

        /** Sets the spec of an output port; one that is not set is unknown until the node is executed. */
        <S extends PortObjectSpec> void setOutSpec(int index, S spec);

        /** Sets the specs of all output ports. */
        @SuppressWarnings("unchecked")
        <S extends PortObjectSpec> void setOutSpecs(S... specs);

        /** Sets the node's warning. */
        void setWarningMessage(String message);
    }

    /** What execute is given. */
    public interface ExecuteInput {

        /** @return the parameters, null for a node without any */
        <S extends NodeParameters> S getParameters();

        /** @return the context for progress, cancellation and new tables */
        ExecutionContext getExecutionContext();

        /** @return the objects at the input ports */
        PortObject[] getInPortObjects();

        /** @return the object at an input port */
        <D extends PortObject> D getInPortObject(int portIndex);

        /** @return the input tables; all ports must be tables */
        BufferedDataTable[] getInTables();

        /** @return an input table */
        BufferedDataTable getInTable(int tableIndex);

        /** @return the types of the output ports */
        PortType[] getOutPortTypes();
    }

    /** Takes the results of execute. */
    public interface ExecuteOutput {

        /** Sets the object at an output port. */
        <D extends PortObject> void setOutData(int index, D data);

        /** Sets the objects at all output ports. */
        @SuppressWarnings("unchecked")
        <D extends PortObject> void setOutData(D... data);

        /** Keeps data for the node's view; it is saved with the node. */
        @SuppressWarnings("unchecked")
        <D extends PortObject> void setInternalData(D... data);

        /** Sets the node's warning. */
        void setWarningMessage(String message);
    }
}
