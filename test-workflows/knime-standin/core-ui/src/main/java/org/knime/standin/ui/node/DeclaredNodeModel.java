// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeModel;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectHolder;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultView.ViewInput;
import org.knime.node.parameters.NodeParameters;
import org.knime.standin.ui.parameters.ParametersInput;
import org.knime.standin.ui.parameters.ParametersSettings;

/**
 * The node model of a declared node. Its parameters come from settings or, where a node was never configured, from the
 * parameters class when the node is configured for the first time.
 */
public final class DeclaredNodeModel extends NodeModel implements PortObjectHolder {

    private final NodeDefinition definition;

    private final List<PortDefinition> inputs;

    private NodeParameters parameters;

    private PortObject[] internalData;

    /**
     * @param definition the node's declaration
     * @param inputs the input ports that are there
     */
    public DeclaredNodeModel(final NodeDefinition definition, final List<PortDefinition> inputs) {
        super(types(inputs), types(definition.outputs()));
        this.definition = definition;
        this.inputs = inputs;
        definition.model().parametersClass().ifPresent(ParametersSettings::check);
    }

    private static PortType[] types(final List<PortDefinition> ports) {
        return ports.stream().map(PortDefinition::type).toArray(PortType[]::new);
    }

    /** @return the node's declaration */
    public NodeDefinition definition() {
        return definition;
    }

    /** @return the parameters, empty before settings were loaded or the node was configured */
    public Optional<NodeParameters> parameters() {
        return Optional.ofNullable(parameters);
    }

    @Override
    protected void validateSettings(final NodeSettingsRO settings) throws InvalidSettingsException {
        if (definition.model().parametersClass().isPresent()) {
            ParametersSettings.load(definition.model().parametersClass().get(), settings).validate();
        }
    }

    @Override
    protected void loadValidatedSettingsFrom(final NodeSettingsRO settings) throws InvalidSettingsException {
        if (definition.model().parametersClass().isPresent()) {
            parameters = ParametersSettings.load(definition.model().parametersClass().get(), settings);
        }
    }

    @Override
    protected void saveSettingsTo(final NodeSettingsWO settings) {
        definition.model().parametersClass().ifPresent(type -> ParametersSettings
            .save(parameters == null ? ParametersSettings.defaults(type) : parameters, settings));
    }

    @Override
    protected PortObjectSpec[] configure(final PortObjectSpec[] inSpecs) throws InvalidSettingsException {
        if (parameters == null && definition.model().parametersClass().isPresent()) {
            final var input =
                new ParametersInput(types(inputs), inSpecs, types(definition.outputs()));
            parameters = ParametersSettings.defaults(definition.model().parametersClass().get(), input);
            parameters.validate();
        }
        final var output = new Specs();
        definition.model().configure().accept(new Configuration(inSpecs), output);
        return output.specs;
    }

    @Override
    protected PortObject[] execute(final PortObject[] inObjects, final ExecutionContext exec) throws Exception {
        final var output = new Results();
        definition.model().execute().accept(new Execution(inObjects, exec), output);
        return output.data;
    }

    @Override
    protected void reset() {
        internalData = null;
    }

    @Override
    protected void loadInternals(final File folder, final ExecutionMonitor exec) {
        // the internal objects are saved and loaded with the ports
    }

    @Override
    protected void saveInternals(final File folder, final ExecutionMonitor exec) {
        // the internal objects are saved and loaded with the ports
    }

    @Override
    public PortObject[] getInternalPortObjects() {
        return internalData == null ? null : internalData.clone();
    }

    @Override
    public void setInternalPortObjects(final PortObject[] portObjects) {
        internalData = portObjects == null ? null : portObjects.clone();
    }

    /**
     * The data with which the node's view starts.
     *
     * @return JSON as a page gets it, empty for a node without a view or with a view that needs no data
     */
    public Optional<String> initialViewData() {
        return definition.view().flatMap(view -> view.initialData().map(service -> {
            final var viewParameters = view.parametersClass().<NodeParameters>map(ParametersSettings::defaults);
            return service.apply(new View(viewParameters, getInternalPortObjects())).getInitialData();
        }));
    }

    private <T> T at(final T[] array, final int index, final String what) {
        if (index < 0 || index >= array.length) {
            throw new IndexOutOfBoundsException("The node \"" + definition.name() + "\" has " + array.length + " "
                + what + " ports; asked for number " + index + " (the first is 0).");
        }
        return array[index];
    }

    @SuppressWarnings("unchecked")
    private <S extends NodeParameters> S typedParameters() {
        return (S)parameters;
    }

    private record View(Optional<NodeParameters> parameters, PortObject[] objects) implements ViewInput {

        @Override
        @SuppressWarnings("unchecked")
        public <S extends NodeParameters> S getParameters() {
            return (S)parameters.orElse(null);
        }

        @Override
        public PortObject[] getInternalPortObjects() {
            return objects;
        }
    }

    private final class Configuration implements ConfigureInput {

        private final PortObjectSpec[] specs;

        Configuration(final PortObjectSpec[] specs) {
            this.specs = specs;
        }

        @Override
        public <S extends NodeParameters> S getParameters() {
            return typedParameters();
        }

        @Override
        public PortObjectSpec[] getInPortSpecs() {
            return specs;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <S extends PortObjectSpec> S getInPortSpec(final int index) {
            return (S)at(specs, index, "input");
        }

        @Override
        public DataTableSpec[] getInTableSpecs() {
            return Arrays.copyOf(specs, specs.length, DataTableSpec[].class);
        }

        @Override
        public DataTableSpec getInTableSpec(final int index) {
            return (DataTableSpec)at(specs, index, "input");
        }

        @Override
        public PortType[] getOutPortTypes() {
            return types(definition.outputs());
        }
    }

    private final class Specs implements ConfigureOutput {

        private final PortObjectSpec[] specs = new PortObjectSpec[definition.outputs().size()];

        @Override
        public <S extends PortObjectSpec> void setOutSpec(final int index, final S spec) {
            at(specs, index, "output");
            specs[index] = spec;
        }

        @Override
        @SafeVarargs
        public final <S extends PortObjectSpec> void setOutSpecs(final S... newSpecs) {
            checkCount(newSpecs.length);
            System.arraycopy(newSpecs, 0, specs, 0, specs.length);
        }

        @Override
        public void setWarningMessage(final String message) {
            DeclaredNodeModel.this.setWarningMessage(message);
        }
    }

    private void checkCount(final int count) {
        if (count != definition.outputs().size()) {
            throw new IllegalArgumentException("The node \"" + definition.name() + "\" has "
                + definition.outputs().size() + " output ports; " + count + " were set.");
        }
    }

    private final class Execution implements ExecuteInput {

        private final PortObject[] objects;

        private final ExecutionContext context;

        Execution(final PortObject[] objects, final ExecutionContext context) {
            this.objects = objects;
            this.context = context;
        }

        @Override
        public <S extends NodeParameters> S getParameters() {
            return typedParameters();
        }

        @Override
        public ExecutionContext getExecutionContext() {
            return context;
        }

        @Override
        public PortObject[] getInPortObjects() {
            return objects;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <D extends PortObject> D getInPortObject(final int portIndex) {
            return (D)at(objects, portIndex, "input");
        }

        @Override
        public BufferedDataTable[] getInTables() {
            return Arrays.copyOf(objects, objects.length, BufferedDataTable[].class);
        }

        @Override
        public BufferedDataTable getInTable(final int tableIndex) {
            return (BufferedDataTable)at(objects, tableIndex, "input");
        }

        @Override
        public PortType[] getOutPortTypes() {
            return types(definition.outputs());
        }
    }

    private final class Results implements ExecuteOutput {

        private final PortObject[] data = new PortObject[definition.outputs().size()];

        @Override
        public <D extends PortObject> void setOutData(final int index, final D object) {
            at(data, index, "output");
            data[index] = object;
        }

        @Override
        @SafeVarargs
        public final <D extends PortObject> void setOutData(final D... objects) {
            checkCount(objects.length);
            System.arraycopy(objects, 0, data, 0, data.length);
        }

        @Override
        @SafeVarargs
        public final <D extends PortObject> void setInternalData(final D... objects) {
            internalData = Arrays.copyOf(objects, objects.length, PortObject[].class);
        }

        @Override
        public void setWarningMessage(final String message) {
            DeclaredNodeModel.this.setWarningMessage(message);
        }
    }
}
