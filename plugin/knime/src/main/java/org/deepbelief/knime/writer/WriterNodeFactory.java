// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.writer;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.BooleanSupplier;

import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.onnx.OnnxFile;
import org.deepbelief.engine.onnx.OnnxOutputs;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.execution.ExecutionTrainingMonitor;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.settings.NetworkFile;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.writer.WriterParameters.Format;
import org.deepbelief.knime.writer.WriterParameters.IfExists;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;

/** DBN Writer: network in, the network's file out. */
public final class WriterNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create()
        .name("DBN Writer")
        .icon("../../../../icons/writer.png")
        .shortDescription("Writes a deep belief network to its plain file, or as an ONNX model.")
        .fullDescription("""
            Writes a network to a plain file: a zip of model.json, which says what the network is made of, and of
            weights.safetensors, its numbers. <i>DBN Reader</i> reads it in another workflow; training on Apache Spark
            starts from it; and Python reads it as it is, with the packages zipfile, json and safetensors.
            <p>
            <b>ONNX.</b> With the format <i>ONNX</i> the file is a model for ONNX Runtime and other programs: from the
            columns of a row to what is chosen as outputs, with the encoding of the columns inside. Its inputs are the
            columns of the network under their names, one row a case: a number as a double, NaN where it is missing; a
            nominal value as a string, empty where it is missing; a vector or collection as doubles. As in the other
            nodes by default, a missing number becomes the mean of the training rows, a missing nominal value the most
            frequent one, and a nominal value that the network does not know leaves its units at zero. A number that the
            other nodes would refuse counts as the nearest one that the units can hold.
            </p>
            <p>
            Its outputs are "features_2", the units of layer 2; "probability" and "class", of which the metadata of the
            model has the order of the classes; "prediction", a number in its own unit; "reconstruction_px12", the
            column px12 as the network reconstructs it; and "error", the mean squared difference between units and their
            reconstruction. Where a column has such a name, the output's has an underscore behind it. They agree with
            what the nodes append up to the rounding of single precision. What needs random numbers (samples, generated
            rows, missing values filled by the network, the free energy of several layers) has no output.
            </p>
            <p>
            The file appears whole or not at all: if the node fails or is cancelled, an older file stays as it was. The
            same network is the same bytes.
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "The network to write.", DbnPortObject.TYPE))
        .model(model -> model.parametersClass(WriterParameters.class)
            .configure((input, output) -> configure(input))
            .execute((input, output) -> execute(input)))
        .nodeType(NodeType.Sink)
        .keywords("DBN", "save", "export", "model", "file", "safetensors", "ONNX", "deploy", "Spark", "Python",
            "neural network");

    /** For KNIME. */
    public WriterNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input) throws InvalidSettingsException {
        final WriterParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        SettingsCheck.check(settings);
        if (settings.m_format == Format.ONNX) {
            NetworkInput.checkNotTemporal(network, "ONNX");
            settings.outputs(network);
        }
        writable(settings);
    }

    /** Where to write, as far as nothing is in the way. */
    private static Path writable(final WriterParameters settings) throws InvalidSettingsException {
        final Path file = NetworkFile.of(settings.m_file);
        if (Files.isDirectory(file) || file.getParent() == null) {
            throw new InvalidSettingsException("\"" + file + "\" is a folder. Add the name of a file to it in the"
                + " setting " + NetworkFile.SETTING + ".");
        }
        if (!settings.m_createMissingFolders && !Files.isDirectory(file.getParent())) {
            throw new InvalidSettingsException("There is no folder \"" + file.getParent() + "\". Check \"Create missing"
                + " folders\" (createMissingFolders), or choose another folder in the setting " + NetworkFile.SETTING
                + ".");
        }
        if (settings.m_ifExists == IfExists.FAIL && Files.exists(file)) {
            throw new InvalidSettingsException("There is a file \"" + file + "\" already. Choose \"Overwrite\" as the"
                + " setting \"If the file exists\" (ifExists), or another file in the setting " + NetworkFile.SETTING
                + ".");
        }
        return file;
    }

    private static void execute(final ExecuteInput input) throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> {
            final WriterParameters settings = input.getParameters();
            final DbnPortObject port = input.getInPortObject(0);
            final Path file = writable(settings);
            exec.setMessage("Writing \"" + file + "\"");
            try {
                Files.createDirectories(file.getParent());
                write(settings, port, file, new ExecutionTrainingMonitor(exec)::cancelled);
            } catch (IOException e) {
                throw NetworkFile.failure("The network cannot be written to", file, e);
            }
        });
    }

    private static void write(final WriterParameters settings, final DbnPortObject port, final Path file,
        final BooleanSupplier cancelled) throws IOException, InvalidSettingsException {
        // The file that a link leads to is replaced, not the link.
        final Path target = Files.exists(file) ? file.toRealPath() : file;
        final CopyOption[] move = settings.m_ifExists == IfExists.OVERWRITE
            ? new CopyOption[]{StandardCopyOption.REPLACE_EXISTING} : new CopyOption[0];
        switch (settings.m_format) {
            case NETWORK_FILE -> ModelArchive.write(port.network(), target, cancelled, move);
            case ONNX -> {
                final OnnxOutputs outputs = settings.outputs(port.getSpec());
                try {
                    OnnxFile.write(port.network(), outputs, target, cancelled, move);
                } catch (IllegalArgumentException e) {
                    throw new InvalidSettingsException(e.getMessage() + " The \"Format\" (format) is ONNX.", e);
                }
            }
        }
    }
}
