// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.pmml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.pmml.PmmlExport;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.execution.ExecutionTrainingMonitor;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.InputKind;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.OutputColumn.Kind;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.core.node.port.pmml.PMMLPortObject;
import org.knime.core.node.port.pmml.PMMLPortObjectSpec;
import org.knime.core.node.port.pmml.PMMLPortObjectSpecCreator;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;

/** DBN to PMML: network in, PMML document out. */
public final class ToPmmlNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create()
        .name("DBN to PMML")
        .icon("../../../../icons/pmml.png")
        .shortDescription("Makes a PMML document of a deep belief network that predicts a class or a number.")
        .fullDescription("""
            Writes a fine-tuned network in the Predictive Model Markup Language, so that databases, scoring services and
            other programs can predict with it. The document (PMML 4.2, as KNIME writes it) is a NeuralNetwork with all
            that <i>DBN Predict</i> does by the output layer: how columns become units, what stands in for missing
            values, all layers, and the class with its probabilities or the number in its own unit. A reader that
            follows the standard predicts the same. <i>PMML Writer</i> saves the document.
            <p>
            <b>What can be written.</b> Networks from <i>DBN Fine-tune</i> with a target column, of numbers and nominal
            columns, with Bernoulli or Gaussian hidden units. PMML has no words for vectors, and version 4.2 none for
            rectified linear units. Classes are strings there, whatever they are in the table. A missing number is the
            mean of the training rows, a missing nominal value the most frequent one; an unknown nominal value leaves
            all units of its column at 0.
            </p>
            <p>
            <b>The limits of KNIME's own reader.</b> <i>MultiLayerPerceptron Predictor</i> takes every unit for
            logistic, the last layer's too, and numbers as they are. So it tells the right class, though not its
            probabilities, where the network was pretrained with the scaling "None" and has Bernoulli units alone, and
            no missing value comes; in all other cases what it tells is wrong. The node warns of it, unless it is told
            not to. In KNIME, use <i>DBN Predict</i>.
            </p>
            <p>
            <b>Size.</b> A weight takes about 40 bytes: a network of a million weights is a document of 40 MB, and
            several times that in the memory of KNIME and of other programs.
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "A network that was fine-tuned with a target column.", DbnPortObject.TYPE)
            .addOutputPort("PMML", "The document.", PMMLPortObject.TYPE))
        .model(model -> model.parametersClass(ToPmmlParameters.class)
            .configure(ToPmmlNodeFactory::configure)
            .execute(ToPmmlNodeFactory::execute))
        .nodeType(NodeType.Manipulator)
        .keywords("DBN", "PMML", "export", "convert", "model", "scoring", "deployment", "neural network", "XML");

    /** For KNIME. */
    public ToPmmlNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final ToPmmlParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        SettingsCheck.check(settings);
        NetworkInput.checkOneSense(network, "PMML has one way from the columns to the output.");
        final Target target = target(network);
        checkInputs(network);
        checkLayers(network);
        // What only the data tells is known once the training has run.
        if (target.isKnown()) {
            if (network.visibleUnits() != DbnPortObjectSpec.UNKNOWN) {
                checkSize(settings, network, target);
            }
            output.setOutSpec(0, spec(network, target));
        }
    }

    private static Target target(final DbnPortObjectSpec network) throws InvalidSettingsException {
        return network.target().orElseThrow(() -> new InvalidSettingsException("The network has no output layer that"
            + " predicts. Put DBN Fine-tune with a target column in front of this node."
            + (network.labels().isPresent() ? " PMML cannot hold what its label units do." : "")));
    }

    private static void checkInputs(final DbnPortObjectSpec network) throws InvalidSettingsException {
        for (final Input input : network.inputs()) {
            if (input.kind() != InputKind.NUMBER && input.kind() != InputKind.NOMINAL) {
                throw new InvalidSettingsException("The network reads the column \"" + input.name() + "\" as "
                    + input.kind().words() + ", which PMML does not know. Split the column into numbers before DBN"
                    + " Layer-wise Pretrain.");
            }
        }
    }

    private static void checkLayers(final DbnPortObjectSpec network) throws InvalidSettingsException {
        NetworkInput.checkNotTemporal(network, "PMML");
        for (int n = 0; n < network.levels().size(); n++) {
            final Optional<String> obstacle = PmmlExport.obstacle(network.levels().get(n).unitType());
            if (obstacle.isPresent()) {
                throw new InvalidSettingsException("Layer " + (n + 1) + " has " + obstacle.get() + ". Choose Bernoulli"
                    + " as the \"Kind of hidden units\" (hiddenUnits) of that layer in DBN Layer-wise Pretrain.");
            }
        }
    }

    private static void checkSize(final ToPmmlParameters settings, final DbnPortObjectSpec network,
        final Target target) throws InvalidSettingsException {
        long weights = 0;
        final List<Integer> sizes = new ArrayList<>(network.sizes());
        sizes.add(target.kind().isClass() ? target.values().size() : 1);
        for (int n = 1; n < sizes.size(); n++) {
            weights += (long)sizes.get(n - 1) * sizes.get(n);
        }
        final double megabytes = PmmlExport.megabytes(weights);
        if (megabytes > settings.m_largestDocument) {
            throw new InvalidSettingsException("The document of this network of " + network.shape() + " units, with "
                + weights + " weights, would be of " + Math.round(megabytes) + " MB, and in KNIME take several times"
                + " that of Java's heap. Train smaller layers, write the network by DBN Writer instead, or raise the"
                + " \"Largest document (MB)\" (largestDocument), which is " + settings.m_largestDocument + ".");
        }
    }

    private static PMMLPortObjectSpec spec(final DbnPortObjectSpec network, final Target target) {
        final List<OutputColumn> columns = new ArrayList<>();
        network.inputs().forEach(input -> columns.add(input.kind() == InputKind.NUMBER
            ? OutputColumn.number(input.name()) : OutputColumn.of(input.name(), Kind.TEXT)));
        columns.add(target.kind().isClass() ? new OutputColumn(target.name(), Kind.TEXT, target.values())
            : OutputColumn.number(target.name()));
        final PMMLPortObjectSpecCreator creator = new PMMLPortObjectSpecCreator(OutputColumn.table(columns));
        creator.setLearningColsNames(network.inputs().stream().map(Input::name).toList());
        creator.setTargetColName(target.name());
        return creator.createSpec();
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> {
            final DbnPortObject port = input.getInPortObject(0);
            final Target target = target(port.getSpec());
            final ToPmmlParameters settings = input.getParameters();
            checkSize(settings, port.getSpec(), target);
            final PmmlExport export = new PmmlExport(port.network());
            output.setOutData(0, document(export, spec(port.getSpec(), target), exec));
            if (settings.m_warnOfOwnReader) {
                output.setWarningMessage(limits(export, port.getSpec(), target));
            }
        });
    }

    private static PMMLPortObject document(final PmmlExport export, final PMMLPortObjectSpec spec,
        final ExecutionContext exec) throws IOException {
        exec.setMessage("Writing the document");
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        export.write(text, new ExecutionTrainingMonitor(exec)::cancelled);
        exec.setMessage("Handing the document to KNIME");
        final PMMLPortObject document = new PMMLPortObject(spec);
        try {
            document.loadFrom(spec, new ByteArrayInputStream(text.toByteArray()));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // KNIME's XML library has an exception of its own
            throw new IOException("KNIME does not take the document: " + e.getMessage(), e);
        }
        return document;
    }

    /** What of the document KNIME's own reader does not understand. */
    private static String limits(final PmmlExport export, final DbnPortObjectSpec network, final Target target) {
        final String reader = "KNIME's own MultiLayerPerceptron Predictor ";
        final String remedy = " In KNIME, use DBN Predict; readers that follow the standard predict the same.";
        if (!target.kind().isClass()) {
            return reader + "cannot use this document: it takes an output for a probability, while the network predicts"
                + " the number \"" + target.name() + "\"." + remedy;
        }
        for (int n = 0; n < network.levels().size(); n++) {
            if (!network.levels().get(n).unitType().binary()) {
                return reader + "cannot use this document: it takes every unit for logistic, while layer " + (n + 1)
                    + " has " + network.levels().get(n).unitType().words() + " units." + remedy;
            }
        }
        return export.encodedColumn().map(column -> reader + "cannot use this document: it takes numbers as they are,"
            + " while the network encodes the column \"" + column + "\" first." + remedy)
            .orElse(reader + "tells the right class from this document, but not its probabilities: it takes the last"
                + " layer for logistic." + remedy);
    }
}
