// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.io.filehandling.model.writer;

import java.io.IOException;

import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortUtil;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;
import org.knime.standin.base.FileLocation;
import org.knime.standin.base.FileLocation.IfPathExists;
import org.knime.standin.base.StoredSettings;

/** Model Writer. */
public final class ModelWriterNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create() //
        .name("Model Writer") //
        .icon("model_writer.png") //
        .shortDescription("Writes a model to a file.") //
        .fullDescription("Writes whatever comes at its port, tables apart, to a file that a Model Reader reads.") //
        .sinceVersion(4, 2, 0) //
        .ports(ports -> ports.addInputPort("Port Object", "The model to write.", PortObject.TYPE)) //
        .model(model -> model.parametersClass(StoredSettings.class) //
            .configure((input, output) -> configure(input)) //
            .execute((input, output) -> execute(input))) //
        .nodeType(NodeType.Sink);

    /** Makes Model Writers. */
    public ModelWriterNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input) throws InvalidSettingsException {
        final StoredSettings settings = input.getParameters();
        final var chooser = settings.group("filechooser");
        if (IfPathExists.of(chooser) == IfPathExists.APPEND) {
            throw new InvalidSettingsException("A model cannot be appended to a file.");
        }
        FileLocation.writable(chooser);
    }

    private static void execute(final ExecuteInput input) throws CanceledExecutionException, KNIMEException {
        final StoredSettings settings = input.getParameters();
        try {
            final var file = FileLocation.writable(settings.group("filechooser"));
            FileLocation.<CanceledExecutionException>replace(file, false, target -> PortUtil
                .writeObjectToFile(input.getInPortObject(0), target.toFile(), input.getExecutionContext()));
        } catch (IOException | InvalidSettingsException e) {
            throw new KNIMEException("The model cannot be written: " + e.getMessage(), e);
        }
    }
}
