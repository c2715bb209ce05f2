// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.reader;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.NetworkStructure;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.settings.NetworkFile;
import org.deepbelief.knime.settings.SettingsCheck;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;

/** DBN Reader: a network's file in, network out. */
public final class ReaderNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create()
        .name("DBN Reader")
        .icon("../../../../icons/reader.png")
        .shortDescription("Reads a deep belief network from its file.")
        .fullDescription("""
            Reads a network from the plain file that <i>DBN Writer</i> writes, and that training on Apache Spark and
            programs in Python and Java leave: a zip of model.json and weights.safetensors.
            <p>
            Where the file is there already, the nodes behind this one know the columns and the classes of the network
            before anything is executed. A file that is still to be written may be missing until then: connect the node
            that writes it by its flow variable port.
            </p>
            <p>
            What <i>Model Writer</i> has written is a file of KNIME's own around the network: read that with <i>Model
            Reader</i>.
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addOutputPort("Network", "The network in the file.", DbnPortObject.TYPE))
        .model(model -> model.parametersClass(ReaderParameters.class)
            .configure(ReaderNodeFactory::configure)
            .execute(ReaderNodeFactory::execute))
        .nodeType(NodeType.Source)
        .keywords("DBN", "load", "import", "open", "model", "file", "safetensors", "Spark", "Python", "neural network");

    /** For KNIME. */
    public ReaderNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final ReaderParameters settings = input.getParameters();
        SettingsCheck.check(settings);
        final Path file = NetworkFile.of(settings.m_file);
        if (Files.notExists(file)) {
            output.setWarningMessage("There is no file \"" + file + "\" yet. If nothing writes it before this node is"
                + " executed, choose another in the setting " + NetworkFile.SETTING + ".");
            return;
        }
        try {
            output.setOutSpecs(spec(settings, readStructure(file)));
        } catch (IOException e) {
            throw new InvalidSettingsException(e.getMessage(), e);
        }
    }

    private static NetworkStructure readStructure(final Path file) throws IOException {
        checkFile(file);
        try {
            return ModelArchive.readStructure(file);
        } catch (FileSystemException e) {
            throw NetworkFile.failure("The network cannot be read from", file, e);
        }
    }

    private static void checkFile(final Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("\"" + file + "\" is a folder. Choose the file of a network in the setting "
                + NetworkFile.SETTING + ".");
        }
    }

    private static DbnPortObjectSpec spec(final ReaderParameters settings, final NetworkStructure network)
        throws IOException {
        return DbnPortObjectSpec.ofFile(network, settings.m_classes::kind);
    }

    /** The file may be another than at configuring: what is handed on is what it is now. */
    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> {
            final ReaderParameters settings = input.getParameters();
            final Path file = NetworkFile.of(settings.m_file);
            exec.setMessage("Reading \"" + file + "\"");
            checkFile(file);
            final DeepBeliefNetwork network;
            try {
                network = ModelArchive.read(file);
            } catch (FileSystemException e) {
                throw NetworkFile.failure("The network cannot be read from", file, e);
            }
            output.setOutData(0, new DbnPortObject(network, spec(settings, network.structure())));
        });
    }
}
