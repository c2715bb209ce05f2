// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.pretrain;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.model.ConditionalLayer;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.RowsBefore;
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
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.settings.MemoryCheck;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.table.ClassScan;
import org.deepbelief.knime.table.TableFit;
import org.deepbelief.knime.table.InputColumns;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.SequenceColumns;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TargetColumns;
import org.deepbelief.knime.table.TargetReader;
import org.deepbelief.knime.table.TextFindings;
import org.deepbelief.knime.table.TrainingLogTable;
import org.deepbelief.knime.view.LearningCurvesView;
import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;

/** DBN Layer-wise Pretrain: table in, network and training log out. */
public final class LayerwisePretrainNodeFactory extends DefaultNodeFactory {

    /** From so many inputs on, reconstructing the zeros among them is what takes the time. */
    private static final int MANY_INPUTS = 10_000;

    private static final String CLASS_COLUMN = "\"Class column\" (classColumn)";

    private static final DefaultNode NODE = LearningCurvesView.addTo(DefaultNode.create()
        .name("DBN Layer-wise Pretrain")
        .icon("../../../../icons/pretrain.png")
        .shortDescription("Learns a deep belief network from unlabelled rows, one layer at a time.")
        .fullDescription("""
            Makes a deep belief network and trains it without a target, one layer at a time: the first layer learns to
            describe the input columns, the next learns to describe what the first one finds, and so on. The features
            of the upper layers are what the rows have in common, and are found without a single label.
            <p>
            Use it first. Then use the network as it is with <i>DBN Extract Features</i>, <i>DBN Generate</i> and
            <i>DBN Reconstruct</i>; tune it as a whole with <i>DBN Wake-Sleep Tune</i>; or give it a target with
            <i>DBN Fine-tune</i>, which needs few labelled rows where many unlabelled ones took part here.
            </p>
            <p>
            <b>How to choose.</b> A node that is dropped on a table begins with what suits it: one layer of 150 units
            for an ordinary table, two of 500 for vectors and for tables of 64 columns and more, which may be images.
            How long it learns, and how fast from Gaussian visible units, follows from the rows as long as you switch on
            no other number. By the automatic scaling a number becomes a Gaussian unit, linear up to three robust
            deviations from the median and logarithmic beyond, beside up to three Bernoulli units for the thirds of the
            training rows; columns that are pixels or counts (64 and more of whole numbers from 0 on) and vectors become
            Bernoulli units between their extremes. Wider layers keep more detail; a narrow top layer reduces
            dimensions. Take more epochs if the reconstruction error in the training log still falls at the end, and a
            smaller learning rate if it jumps.
            </p>
            <p>
            <b>New rows for an old network.</b> With a network at its second input, the node goes on from the weights of
            that network instead of starting anew. Its columns, scaling and layers stay what they are, and the settings
            for these are hidden and do nothing; the epochs, rates and all others are this node's. The table must have
            the network's columns. What only the old rows had in common fades with the epochs.
            </p>
            <p>
            <b>Wide inputs that are mostly zero</b>, such as bit vectors of 10,000 bits and more, are kept by what is
            not zero in them. Set <i>Sampled zeros</i> to 1, and the first layer reconstructs of the inputs that are
            zero a random sample only, which takes a fraction of the time (Y. Dauphin, X. Glorot and Y. Bengio,
            <i>Large-scale learning of embeddings with reconstruction sampling</i>, ICML 2011). The layer must be a
            restricted Boltzmann machine of Bernoulli visible units with one Gibbs step and without weight sparsity;
            below 512 inputs, or where more than a tenth of them are not zero, all are reconstructed.
            </p>
            <p>
            <b>Rows that are a sequence</b>, such as readings, days or notes: the first layer then is a conditional
            restricted Boltzmann machine, which reads the rows before each row through weights of their own. For numbers
            it begins at a linear prediction from these rows, whose number the rows decide, and its hidden units learn
            what is not linear. Go on with <i>DBN Forecast</i>, or use the features of rows in order with <i>DBN Extract
            Features</i> and <i>DBN Fine-tune</i>. Of numbers, rows at the start of a sequence that lack rows before
            them are not learned from where others are more. See G. Taylor, G. Hinton and S. Roweis, <i>Modeling human
            motion using binary latent variables</i>, NIPS 2006.
            </p>
            <p>
            Each layer is a restricted Boltzmann machine trained by contrastive divergence, or an autoencoder. See G.
            Hinton, S. Osindero and Y. Teh, <i>A fast learning algorithm for deep belief nets</i>, Neural Computation
            18 (2006), G. Hinton, <i>A practical guide to training restricted Boltzmann machines</i> (2010), and for
            the centred gradient J. Melchior, A. Fischer and L. Wiskott, <i>How to center deep Boltzmann machines</i>,
            Journal of Machine Learning Research 17 (2016).
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .dynamicPorts(ports -> ports
            .addInputPortGroup("Training rows", port -> port.name("Training rows")
                .description("The rows to learn from; they need no labels.").fixed(BufferedDataTable.TYPE))
            .addInputPortGroup("Network to go on with", port -> port.name("Network to go on with")
                .description("A pretrained network that goes on learning. Add the port by the three dots of the node.")
                .optional().supportedTypes(DbnPortObject.TYPE))
            .addOutputPortGroup("Network", port -> port.name("Network")
                .description("The network, with the columns and the scaling it was trained on.")
                .fixed(DbnPortObject.TYPE))
            .addOutputPortGroup("Training log", port -> port.name("Training log")
                .description(TrainingLogTable.DESCRIPTION).fixed(BufferedDataTable.TYPE)))
        .model(model -> model.parametersClass(LayerwisePretrainParameters.class)
            .configure(LayerwisePretrainNodeFactory::configure)
            .execute(LayerwisePretrainNodeFactory::execute))
        .nodeType(NodeType.Learner)
        .keywords("DBN", "RBM", "restricted Boltzmann machine", "deep learning", "autoencoder", "unsupervised",
            "contrastive divergence", "representation learning", "dimension reduction", "neural network"));

    /** For KNIME. */
    public LayerwisePretrainNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final LayerwisePretrainParameters settings = input.getParameters();
        final DataTableSpec table = input.getInTableSpec(0);
        if (table == null) {
            throw new InvalidSettingsException("Connect a table with the rows to learn from.");
        }
        final Optional<DbnPortObjectSpec> start = start(input);
        settings.check(start);
        final DbnPortObjectSpec network = start.isPresent() ? goingOn(table, settings, start.get())
            : fresh(table, settings);
        settings.checkInputs(network.inputs(), start);
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), network.visibleUnits());
        MemoryCheck.check(TrainingMemory.ofPretraining(network.sizes(), 1, settings.m_sampledZeros > 0),
            "Choose fewer \"Hidden units\" (layers/0/units and so on)");
        output.setOutSpecs(network, TrainingLogTable.SPEC);
    }

    /** The network to go on with, where the node has a port for one. */
    private static Optional<DbnPortObjectSpec> start(final ConfigureInput input) throws InvalidSettingsException {
        if (input.getInPortSpecs().length == 1) {
            return Optional.empty();
        }
        final DbnPortObjectSpec network = input.getInPortSpec(1);
        if (network == null) {
            throw new InvalidSettingsException("Connect the network to go on with, execute the node that is to read it,"
                + " or remove the port.");
        }
        for (final Level level : network.levels()) {
            if (!NewLayerParameters.isLearned(level.kind())) {
                throw new InvalidSettingsException("The network has " + level.kind().one() + ", with which this node"
                    + " cannot go on. Connect the network as it was before that, or remove the port.");
            }
        }
        return Optional.of(network);
    }

    private static DbnPortObjectSpec fresh(final DataTableSpec table, final LayerwisePretrainParameters settings)
        throws InvalidSettingsException {
        final List<Input> inputs = InputColumns.describe(
            InputColumns.select(table, settings.m_columns, settings.otherColumns(settings.rowOrder())),
            settings.numberUnits());
        SequenceColumns.check(table, settings.rowOrder());
        return new DbnPortObjectSpec(inputs, settings.levels(), Tuning.PRETRAINED, labels(table, settings),
            Optional.empty()).withRowOrder(settings.rowOrder());
    }

    private static DbnPortObjectSpec goingOn(final DataTableSpec table, final LayerwisePretrainParameters settings,
        final DbnPortObjectSpec network) throws InvalidSettingsException {
        NetworkInput.checkOneSense(network, "go on with the networks that it was made of, and fuse these with DBN"
            + " Fuse.");
        if (network.tuning() == Tuning.WAKE_SLEEP_TUNED || network.tuning() == Tuning.FINE_TUNED) {
            throw new InvalidSettingsException("The network was " + network.tuning().words() + ", and pretraining would"
                + " undo that. Go on with DBN Wake-Sleep Tune or DBN Fine-tune, or connect the network as it was"
                + " pretrained.");
        }
        InputColumns.check(table, network);
        return network.pretrained(NetworkInput.labels(table, network, settings.m_classColumn));
    }

    private static Optional<Target> labels(final DataTableSpec table, final LayerwisePretrainParameters settings)
        throws InvalidSettingsException {
        return settings.m_classColumn.isPresent()
            ? Optional.of(TargetColumns.classes(table, settings.m_classColumn.get(), CLASS_COLUMN)) : Optional.empty();
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        final BufferedDataTable table = (BufferedDataTable)input.getInPortObject(0);
        final Optional<DbnPortObject> start =
            input.getInPortObjects().length == 1 ? Optional.empty() : Optional.of(input.getInPortObject(1));
        Execution.run(input.getExecutionContext(),
            exec -> train(input.getParameters(), table, start, exec, output));
    }

    private static void train(final LayerwisePretrainParameters settings, final BufferedDataTable table,
        final Optional<DbnPortObject> start, final ExecutionContext exec, final ExecuteOutput output)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        final DataTableSpec spec = table.getDataTableSpec();
        final DbnPortObjectSpec announced = start.isPresent() ? goingOn(spec, settings, start.get().getSpec())
            : fresh(spec, settings);
        final Optional<Target> labels = announced.labels();
        final TableRows rows = TableRows.of(table, announced.rowOrder(), exec.createSubProgress(0.01));
        final TableFit.Result fit = start.isPresent()
            ? new TableFit.Result(start.get().network().encoding(),
                ClassScan.ofLabels(start.get().network(), table, labels, exec), List.of())
            : TableFit.fit(table,
            InputColumns.select(spec, settings.m_columns, settings.otherColumns(settings.rowOrder())), labels,
                settings.encodingSettings(), exec.createSubProgress(0.01));
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), fit.encoding().units());
        final RowReader reader = new RowReader(spec, fit.encoding(), settings.m_missingValues,
            start.isPresent() ? UnknownValue.ALL_ZERO : UnknownValue.FAIL);
        final Optional<TargetReader> target = fit.classes().map(column -> TargetReader.ofClasses(spec, column));
        final TrainingResult result;
        final boolean zerosAreSlow;
        final int rowsBefore;
        try (SampleMatrix samples = TrainingSamples.read(rows, reader, target, settings.m_memoryBudgetMiB.orElse(0),
            exec.createSubProgress(0.02))) {
            zerosAreSlow = samples.sparse() && samples.units() >= MANY_INPUTS && settings.m_sampledZeros == 0;
            final ExecutionTrainingMonitor monitor = new ExecutionTrainingMonitor(exec.createSubProgress(0.95));
            rowsBefore = rowsBefore(settings, announced, start, samples, fit.encoding(), monitor);
            final LayerwisePretraining.Settings learning = settings.trainingSettings(
                start.map(DbnPortObject::getSpec), fit.encoding(), samples.rows(), rowsBefore, fit.classes());
            final TrainingResult learned = start.isPresent()
                ? LayerwisePretraining.goOn(start.get().network(), samples, learning, monitor)
                : LayerwisePretraining.train(samples, fit.encoding(), learning, monitor);
            result = announced.rowOrder().isEmpty() ? learned : new TrainingResult(
                announced.rowOrder().get().recordedIn(learned.network()), learned.log());
        }
        final DbnPortObjectSpec networkSpec = DbnPortObjectSpec.of(result.network(), Tuning.PRETRAINED,
            labels.map(Target::kind).orElse(TargetKind.NOMINAL), TargetKind.NOMINAL);
        final TrainingOutput training = new TrainingOutput(result, settings.m_imageWidth.orElse(0));
        final List<String> ofManyValues = start.isPresent() ? List.of()
            : InputColumns.leftOutForTheirValues(spec,
                InputColumns.select(spec, settings.m_columns, settings.otherColumns(settings.rowOrder())),
                settings.otherColumns(settings.rowOrder()));
        if (!ofManyValues.isEmpty()) {
            training.warn("Nominal columns of many values are no inputs unless you choose them: "
                + ofManyValues.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "))
                + ". Group their values, or add them to the \"Input columns\" (columns).");
        }
        TextFindings.warning(table, settings.otherColumns(announced.rowOrder())).ifPresent(training::warn);
        if (!fit.leftOut().isEmpty()) {
            training.warn(leftOut(fit.leftOut()));
        }
        training.warn(rows.warnings());
        if (announced.levels().stream().anyMatch(level -> level.kind() == LayerKind.CONDITIONAL)) {
            rows.sequence().flatMap(sequence -> sequence.shorterThan(rowsBefore + 1)).ifPresent(
                shorter -> training.warn(shorter + " The network reads " + rowsBefore
                    + (rowsBefore == 1 ? " row" : " rows") + " before each; those that are not there count as their"
                    + " means. See \"Rows before\" (rowsBefore)."));
        }
        reader.warning().ifPresent(training::warn);
        if (zerosAreSlow) {
            training.warn("The rows become " + fit.encoding().units() + " inputs, which are mostly zero. The first"
                + " layer learns such rows faster with \"Sampled zeros\" (sampledZeros) at 1.");
        }
        training.warn(TrainingReview.ofPretraining(result.log()));
        training.set(networkSpec, exec, output);
    }

    /**
     * How many rows before each a conditional layer reads: as the network to go on with, as is set, or as suits them.
     */
    private static int rowsBefore(final LayerwisePretrainParameters settings, final DbnPortObjectSpec network,
        final Optional<DbnPortObject> start, final SampleMatrix samples, final InputEncoding encoding,
        final ExecutionTrainingMonitor monitor) {
        if (start.isPresent()) {
            return start.get().network().layers().stream().filter(ConditionalLayer.class::isInstance)
                .mapToInt(layer -> ((ConditionalLayer)layer).rowsBefore()).findFirst().orElse(1);
        }
        return network.levels().stream().noneMatch(level -> level.kind() == LayerKind.CONDITIONAL) ? 1
            : settings.m_rowsBefore.orElseGet(() -> RowsBefore.of(samples, encoding.means(),
                settings.m_threads.orElse(0), monitor::checkCancelled));
    }

    private static String leftOut(final List<String> columns) {
        return (columns.size() == 1 ? "A column teaches the network nothing and is no input of it: "
            : columns.size() + " columns teach the network nothing and are no inputs of it: ")
            + String.join(", ", columns) + ". Nodes that apply the network ignore "
            + (columns.size() == 1 ? "it." : "them.");
    }
}
