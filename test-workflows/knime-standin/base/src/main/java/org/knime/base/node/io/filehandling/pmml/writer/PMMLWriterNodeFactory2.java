// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.io.filehandling.pmml.writer;

import java.io.IOException;
import java.nio.file.Files;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.core.node.port.pmml.PMMLPortObject;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;
import org.knime.standin.base.FileLocation;
import org.knime.standin.base.StoredSettings;

/** PMML Writer; takes no notice of "Validate PMML", for which there is no schema here. */
public final class PMMLWriterNodeFactory2 extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create() //
        .name("PMML Writer") //
        .icon("pmml_writer.png") //
        .shortDescription("Writes a PMML document to a file.") //
        .fullDescription("Writes a PMML document to a file as it is.") //
        .sinceVersion(4, 2, 0) //
        .ports(ports -> ports.addInputPort("PMML", "The document to write.", PMMLPortObject.TYPE)) //
        .model(model -> model.parametersClass(StoredSettings.class) //
            .configure((input, output) -> configure(input)) //
            .execute((input, output) -> execute(input))) //
        .nodeType(NodeType.Sink);

    /** Makes PMML Writers. */
    public PMMLWriterNodeFactory2() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input) throws InvalidSettingsException {
        final StoredSettings settings = input.getParameters();
        FileLocation.writable(settings.group("filechooser"));
    }

    private static void execute(final ExecuteInput input) throws KNIMEException {
        final StoredSettings settings = input.getParameters();
        final PMMLPortObject document = input.getInPortObject(0);
        try {
            FileLocation.<IOException>replace(FileLocation.writable(settings.group("filechooser")), false,
                target -> document.save(Files.newOutputStream(target)));
        } catch (IOException | InvalidSettingsException e) {
            throw new KNIMEException("The document cannot be written: " + e.getMessage(), e);
        }
    }
}
