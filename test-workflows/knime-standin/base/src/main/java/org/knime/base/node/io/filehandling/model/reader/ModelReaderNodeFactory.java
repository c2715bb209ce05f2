// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.io.filehandling.model.reader;

import java.io.IOException;

import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortUtil;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;
import org.knime.standin.base.FileLocation;
import org.knime.standin.base.StoredSettings;

/** Model Reader. As in KNIME the file is looked at when the node is executed, and nothing is known of it before. */
public final class ModelReaderNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create() //
        .name("Model Reader") //
        .icon("model_reader.png") //
        .shortDescription("Reads a model from a file.") //
        .fullDescription("Reads a file that a Model Writer wrote.") //
        .sinceVersion(4, 2, 0) //
        .ports(ports -> ports.addOutputPort("Model", "The model in the file.", PortObject.TYPE)) //
        .model(model -> model.parametersClass(StoredSettings.class) //
            .configure((input, output) -> configure(input)) //
            .execute(ModelReaderNodeFactory::execute)) //
        .nodeType(NodeType.Source);

    /** Makes Model Readers. */
    public ModelReaderNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input) throws InvalidSettingsException {
        final StoredSettings settings = input.getParameters();
        FileLocation.of(settings.group("filechooser"));
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        final StoredSettings settings = input.getParameters();
        try {
            final var file = FileLocation.existing(settings.group("filechooser"));
            output.setOutData(0, PortUtil.readObjectFromFile(file.toFile(), input.getExecutionContext()));
        } catch (IOException | InvalidSettingsException e) {
            throw new KNIMEException("The model cannot be read: " + e.getMessage(), e);
        }
    }
}
