// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.fuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.engine.train.Fusing;
import org.deepbelief.engine.train.TrainingMemory;
import org.deepbelief.engine.train.TrainingResult;
import org.deepbelief.engine.train.TrainingReview;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.execution.ExecutionTrainingMonitor;
import org.deepbelief.knime.execution.TrainingOutput;
import org.deepbelief.knime.execution.TrainingSamples;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.settings.MemoryCheck;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.InputColumns;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TrainingLogTable;
import org.deepbelief.knime.view.LearningCurvesView;
import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;

/** DBN Fuse: a table and two or more networks in; a network of several senses and a training log out. */
public final class FuseNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = LearningCurvesView.addTo(DefaultNode.create()
        .name("DBN Fuse")
        .icon("../../../../icons/fuse.png")
        .shortDescription("Joins networks of several sources into one that can do without a source.")
        .fullDescription("""
            Makes one network of two or more. Each connected network, pretrained on columns of its own (a picture,
            measurements, answers), becomes a <i>sense</i>; above the tops of all of them, side by side, the node puts
            common layers, which learn without a target what the senses have to do with each other.
            <p>
            Use it after a <i>DBN Layer-wise Pretrain</i> for each source, with a table that has all their columns.
            Every other node takes the network: <i>DBN Fine-tune</i> gives it a target, <i>DBN Extract Features</i> the
            features of the senses and of the common layers, <i>DBN Wake-Sleep Tune</i> tunes the common layers.
            </p>
            <p>
            <b>A sense that is missing.</b> Where a row has no value in any column of a sense, that sense is filled from
            the others through the first common layer. The nodes that apply the network also take a table without the
            columns of a sense, if <i>Do without absent senses</i> is checked. While the common layer learns, senses
            are left out of its rows at random, so that it learns to tell them from those that are left.
            </p>
            <p>
            <b>What stays.</b> The networks' own layers are kept as they are, here and in the nodes that train the
            network further, so that what a sense tells and what the others expect of it go on agreeing. Label units and
            output layers of the networks are left behind. A network that ends in a map (<i>DBN Embed</i>), that is
            itself fused, whose rows are a sequence, or whose top units are rectified linear cannot be a sense.
            </p>
            <p>
            See J. Ngiam, A. Khosla, M. Kim, J. Nam, H. Lee and A. Ng, <i>Multimodal deep learning</i>, ICML (2011), and
            N. Srivastava and R. Salakhutdinov, <i>Multimodal learning with deep Boltzmann machines</i>, NIPS (2012).
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .dynamicPorts(ports -> ports
            .addInputPortGroup("Training rows", port -> port.name("Training rows")
                .description("Rows with the columns of all networks; they need no labels.")
                .fixed(BufferedDataTable.TYPE))
            .addInputPortGroup("Networks", port -> port.name("Network")
                .description("Networks with columns of their own, two or more. Add ports by the three dots of the"
                    + " node.")
                .extendable().supportedTypes(DbnPortObject.TYPE).fixedTypes(DbnPortObject.TYPE, DbnPortObject.TYPE))
            .addOutputPortGroup("Network of several senses", port -> port.name("Network of several senses")
                .description("The networks with common layers above them.").fixed(DbnPortObject.TYPE))
            .addOutputPortGroup("Training log", port -> port.name("Training log")
                .description(TrainingLogTable.DESCRIPTION).fixed(BufferedDataTable.TYPE)))
        .model(model -> model.parametersClass(FuseParameters.class)
            .configure(FuseNodeFactory::configure)
            .execute(FuseNodeFactory::execute))
        .nodeType(NodeType.Learner)
        .keywords("DBN", "multimodal", "fusion", "several sources", "joint representation", "missing modality", "RBM",
            "deep learning", "unsupervised"));

    /** For KNIME. */
    public FuseNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final FuseParameters settings = input.getParameters();
        final PortObjectSpec[] specs = input.getInPortSpecs();
        if (!(specs[0] instanceof DataTableSpec table)) {
            throw new InvalidSettingsException("Connect a table with the rows to learn from.");
        }
        final List<DbnPortObjectSpec> networks = new ArrayList<>();
        for (int i = 1; i < specs.length; i++) {
            if (!(specs[i] instanceof DbnPortObjectSpec network)) {
                throw new InvalidSettingsException("Connect a network to port " + i + " of those for networks, execute"
                    + " the node that is to read it" + (specs.length > 3 ? ", or remove the port." : "."));
            }
            networks.add(network);
        }
        final DbnPortObjectSpec fused = fused(settings, networks);
        InputColumns.check(table, fused);
        MemoryCheck.check(TrainingMemory.ofPretraining(fused.sizes(), 1, false),
            "Choose fewer \"Hidden units\" (layers/0/units and so on)");
        output.setOutSpecs(fused, TrainingLogTable.SPEC);
    }

    private static DbnPortObjectSpec fused(final FuseParameters settings, final List<DbnPortObjectSpec> networks)
        throws InvalidSettingsException {
        SettingsCheck.check(settings);
        if (settings.m_layers.length == 0) {
            throw new InvalidSettingsException("The network has no common layer. Add at least one to \"Common layers\""
                + " (layers).");
        }
        final List<String> names = settings.names(networks.size());
        for (int s = 0; s < networks.size(); s++) {
            checkSense(names.get(s), networks.get(s));
            for (int other = 0; other < s; other++) {
                checkColumns(names.get(other), networks.get(other), names.get(s), networks.get(s));
            }
        }
        return DbnPortObjectSpec.fused(names, networks,
            Arrays.stream(settings.m_layers).map(CommonLayerParameters::level).toList());
    }

    private static void checkSense(final String name, final DbnPortObjectSpec network) throws InvalidSettingsException {
        NetworkInput.checkTrained(network);
        NetworkInput.checkOneSense(network, "fuse the networks that \"" + name + "\" was made of.");
        NetworkInput.checkNotTemporal(network, "A fused network");
        if (network.tuning() == Tuning.EMBEDDED) {
            throw new InvalidSettingsException("The network \"" + name + "\" ends in a map, from which nothing has"
                + " learned the way down. Connect the network before DBN Embed.");
        }
        final Level top = network.levels().get(network.levels().size() - 1);
        if (!top.unitType().canBeNumber()) {
            throw new InvalidSettingsException("The top units of the network \"" + name + "\" are "
                + top.unitType().words()
                + ". Choose Bernoulli or Gaussian as the \"Kind of hidden units\" (hiddenUnits)"
                + " of its last layer in DBN Layer-wise Pretrain.");
        }
    }

    private static void checkColumns(final String name, final DbnPortObjectSpec network, final String otherName,
        final DbnPortObjectSpec other) throws InvalidSettingsException {
        for (final Input input : other.inputs()) {
            if (network.reads(input.name())) {
                throw new InvalidSettingsException("The networks \"" + name + "\" and \"" + otherName
                    + "\" both read the column \"" + input.name() + "\". Pretrain each network on columns of its own.");
            }
        }
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        final PortObject[] objects = input.getInPortObjects();
        final List<DbnPortObject> networks = Stream.of(objects).skip(1).map(DbnPortObject.class::cast).toList();
        Execution.run(input.getExecutionContext(), exec -> train(input.getParameters(),
            (BufferedDataTable)objects[0], networks, exec, output));
    }

    private static void train(final FuseParameters settings, final BufferedDataTable table,
        final List<DbnPortObject> ports, final ExecutionContext exec, final ExecuteOutput output)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        final List<DbnPortObjectSpec> specs = ports.stream().map(DbnPortObject::getSpec).toList();
        InputColumns.check(table.getDataTableSpec(), fused(settings, specs));
        final List<DeepBeliefNetwork> networks = ports.stream().map(DbnPortObject::network).toList();
        final List<String> names = settings.names(ports.size());
        final List<Sense> senses = IntStream.range(0, networks.size())
            .mapToObj(s -> Fusing.sense(names.get(s), networks.get(s))).toList();
        final List<Provenance> origins = networks.stream().map(DeepBeliefNetwork::provenance).toList();
        final RowReader reader = new RowReader(table.getDataTableSpec(),
            InputEncoding.sideBySide(senses.stream().map(Sense::encoding).toList()), settings.m_missingValues,
            settings.m_unknownValues.unknownValue());
        final boolean gaussian =
            networks.stream().anyMatch(network -> !network.lastLayer().hiddenType().bounded());
        final TrainingResult result;
        try (SampleMatrix samples = TrainingSamples.read(TableRows.alone(table), reader, Optional.empty(),
            settings.m_memoryBudgetMiB.orElse(0), exec.createSubProgress(0.05))) {
            result = Fusing.train(senses, origins, samples, settings.trainingSettings(gaussian, samples.rows()),
                new ExecutionTrainingMonitor(exec.createSubProgress(0.94)));
        }
        final TrainingOutput training = new TrainingOutput(result, 0);
        reader.warning().ifPresent(training::warn);
        leftBehind(names, networks).forEach(training::warn);
        training.warn(TrainingReview.ofPretraining(result.log()));
        training.set(DbnPortObjectSpec.of(result.network(), Tuning.PRETRAINED, TargetKind.NOMINAL, TargetKind.NOMINAL),
            exec, output);
    }

    private static List<String> leftBehind(final List<String> names, final List<DeepBeliefNetwork> networks) {
        final List<String> left = IntStream.range(0, names.size()).filter(s -> networks.get(s).head().isPresent()
            || networks.get(s).memory().labels().isPresent()).mapToObj(s -> "\"" + names.get(s) + "\"").toList();
        return left.isEmpty() ? List.of()
            : List.of("What " + String.join(", ", left) + " had learned to predict is left"
            + " behind: a sense hands on its top units. Fine-tune the fused network for a target.");
    }
}
