// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.pretrain;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.train.LayerwisePretraining;
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
import org.deepbelief.knime.table.TableFit;
import org.deepbelief.knime.table.InputColumns;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TargetColumns;
import org.deepbelief.knime.table.TargetReader;
import org.deepbelief.knime.table.TextFindings;
import org.deepbelief.knime.table.TrainingLogTable;
import org.deepbelief.knime.view.LearningCurvesView;
import org.knime.core.data.DataColumnSpec;
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
            <b>How to choose.</b> A node that is dropped on a table begins with what suits it: one layer of 150 units for
            an ordinary table, two of 500 for vectors and for tables of 64 columns and more, which may be images. How
            long it learns, and how fast from Gaussian visible units, follows from the rows as long as you switch on no
            other number. By the automatic scaling a number becomes a Gaussian unit, linear up to three robust
            deviations from the median and logarithmic beyond, beside up to three Bernoulli units for the thirds of the
            training rows; columns that are pixels or counts (64 and more of whole numbers from 0 on) and vectors become
            Bernoulli units between their extremes. Wider layers keep more detail; a narrow top layer reduces
            dimensions. Take more epochs if the reconstruction error in the training log still falls at the end, and a
            smaller learning rate if it jumps.
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
            Each layer is a restricted Boltzmann machine trained by contrastive divergence, or an autoencoder. See G.
            Hinton, S. Osindero and Y. Teh, <i>A fast learning algorithm for deep belief nets</i>, Neural Computation
            18 (2006), G. Hinton, <i>A practical guide to training restricted Boltzmann machines</i> (2010), and for
            the centred gradient J. Melchior, A. Fischer and L. Wiskott, <i>How to center deep Boltzmann machines</i>,
            Journal of Machine Learning Research 17 (2016).
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputTable("Training rows", "The rows to learn from; they need no labels.")
            .addOutputPort("Network", "The network, with the columns and the scaling it was trained on.",
                DbnPortObject.TYPE)
            .addOutputTable("Training log", TrainingLogTable.DESCRIPTION))
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
        settings.check();
        final List<Input> inputs = InputColumns.describe(
            InputColumns.select(table, settings.m_columns, settings.m_classColumn), settings.numberUnits());
        settings.checkInputs(inputs);
        final Optional<Target> labels = labels(table, settings);
        final List<Level> levels = Arrays.stream(settings.m_layers).map(NewLayerParameters::level).toList();
        final DbnPortObjectSpec network =
            new DbnPortObjectSpec(inputs, levels, Tuning.PRETRAINED, labels, Optional.empty());
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), network.visibleUnits());
        MemoryCheck.check(TrainingMemory.ofPretraining(network.sizes(), 1, settings.m_sampledZeros > 0),
            "Choose fewer \"Hidden units\" (layers/0/units and so on)");
        output.setOutSpecs(network, TrainingLogTable.SPEC);
    }

    private static Optional<Target> labels(final DataTableSpec table, final LayerwisePretrainParameters settings)
        throws InvalidSettingsException {
        return settings.m_classColumn.isPresent()
            ? Optional.of(TargetColumns.classes(table, settings.m_classColumn.get(), CLASS_COLUMN)) : Optional.empty();
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(),
            exec -> train(input.getParameters(), input.getInTable(0), exec, output));
    }

    private static void train(final LayerwisePretrainParameters settings, final BufferedDataTable table,
        final ExecutionContext exec, final ExecuteOutput output)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        final DataTableSpec spec = table.getDataTableSpec();
        final List<DataColumnSpec> columns =
            InputColumns.select(spec, settings.m_columns, settings.m_classColumn);
        final Optional<Target> labels = labels(spec, settings);
        final TableFit.Result fit = TableFit.fit(table, columns, labels, settings.encodingSettings(),
            exec.createSubProgress(0.02));
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), fit.encoding().units());
        final RowReader reader = new RowReader(spec, fit.encoding(), settings.m_missingValues, UnknownValue.FAIL);
        final Optional<TargetReader> target = fit.classes().map(column -> TargetReader.ofClasses(spec, column));
        final TrainingResult result;
        final boolean zerosAreSlow;
        try (SampleMatrix samples = TrainingSamples.read(table, reader, target, settings.m_memoryBudgetMiB.orElse(0),
            exec.createSubProgress(0.02))) {
            zerosAreSlow = samples.sparse() && samples.units() >= MANY_INPUTS && settings.m_sampledZeros == 0;
            result = LayerwisePretraining.train(samples, fit.encoding(),
                settings.trainingSettings(fit.encoding(), samples.rows(), fit.classes()),
                new ExecutionTrainingMonitor(exec.createSubProgress(0.95)));
        }
        final DbnPortObjectSpec networkSpec = DbnPortObjectSpec.of(result.network(), Tuning.PRETRAINED,
            labels.map(Target::kind).orElse(TargetKind.NOMINAL), TargetKind.NOMINAL);
        final TrainingOutput training = new TrainingOutput(result, settings.m_imageWidth.orElse(0));
        final List<String> ofManyValues =
            InputColumns.leftOutForTheirValues(spec, columns, settings.m_classColumn);
        if (!ofManyValues.isEmpty()) {
            training.warn("Nominal columns of many values are no inputs unless you choose them: "
                + ofManyValues.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "))
                + ". Group their values, or add them to the \"Input columns\" (columns).");
        }
        TextFindings.warning(table, settings.m_classColumn).ifPresent(training::warn);
        if (!fit.leftOut().isEmpty()) {
            training.warn(leftOut(fit.leftOut()));
        }
        reader.warning().ifPresent(training::warn);
        if (zerosAreSlow) {
            training.warn("The rows become " + fit.encoding().units() + " inputs, which are mostly zero. The first"
                + " layer learns such rows faster with \"Sampled zeros\" (sampledZeros) at 1.");
        }
        training.warn(TrainingReview.ofPretraining(result.log()));
        training.set(networkSpec, exec, output);
    }

    private static String leftOut(final List<String> columns) {
        return (columns.size() == 1 ? "A column teaches the network nothing and is no input of it: "
            : columns.size() + " columns teach the network nothing and are no inputs of it: ")
            + String.join(", ", columns) + ". Nodes that apply the network ignore "
            + (columns.size() == 1 ? "it." : "them.");
    }
}
