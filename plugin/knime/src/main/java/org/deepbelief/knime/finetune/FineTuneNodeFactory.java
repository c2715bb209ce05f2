// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.finetune;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.FineTuningRows;
import org.deepbelief.engine.train.GuessedAccuracy;
import org.deepbelief.engine.train.GuessedLoss;
import org.deepbelief.engine.train.Smoothness;
import org.deepbelief.engine.train.TrainingMemory;
import org.deepbelief.engine.train.TrainingResult;
import org.deepbelief.engine.train.TrainingReview;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.execution.ExecutionTrainingMonitor;
import org.deepbelief.knime.execution.TrainingOutput;
import org.deepbelief.knime.execution.TrainingSamples;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.settings.MemoryCheck;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.ClassScan;
import org.deepbelief.knime.table.NumberScan;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TargetColumns;
import org.deepbelief.knime.table.TargetReader;
import org.deepbelief.knime.table.TrainingLogTable;
import org.deepbelief.knime.table.UnfitTableException;
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

/** DBN Fine-tune: network and table with a target in, network and training log out. */
public final class FineTuneNodeFactory extends DefaultNodeFactory {

    private static final int ROWS_TO_CANCEL = 256;

    private static final String TARGET_COLUMN = "\"Target column\" (targetColumn)";

    private static final DefaultNode NODE = LearningCurvesView.addTo(DefaultNode.create()
        .name("DBN Fine-tune")
        .icon("../../../../icons/finetune.png")
        .shortDescription("Tunes a deep belief network for a class, for a number, or for reconstruction.")
        .fullDescription("""
            Puts an output layer on top of a pretrained network and tunes all layers by backpropagation. What the target
            column holds decides: with a nominal column the network becomes a classifier (softmax, cross-entropy), with
            a column of numbers a regression (least squares). For the task <i>Reconstruction</i> there is no target, and
            the network is unrolled into an autoencoder: its layers go up to the narrow top and down again, and learn to
            give back their input.
            <p>
            Use it after <i>DBN Layer-wise Pretrain</i> or <i>DBN Wake-Sleep Tune</i>, and read the result with <i>DBN
            Predict</i>, or with <i>DBN Extract Features</i> and <i>DBN Reconstruct</i> for an autoencoder.
            </p>
            <p>
            <b>Few rows with a target.</b> A table in which many rows lack the target can be used as it is. Where
            fewer than half have a class, or <i>Smoothness</i> is above 0, the network also learns from all rows that
            its prediction should not change close to any of them, so that borders between classes move to where there
            are no rows; otherwise rows without a target are left out. It can help where all rows have a target, too.
            </p>
            <p>
            A network that is fine-tuned for the same column already goes on from there, with the rows that are new:
            its output keeps what it has learned, and gets the classes that it has not known.
            </p>
            <p>
            <b>How to choose.</b> How long it learns follows from the rows, unless you switch on a number of epochs;
            the weights are the mean of those after each epoch of the second half. For a target of an ordinary table,
            how strongly weights are held down is found out by trials on parts of the rows, unless you switch on a
            weight decay; keep dropout on where it is small. Hold out a share of the rows to see where training starts
            to memorise, or stop early, which keeps the best epoch. For images with many labels, try a <i>Smoothness</i>
            of 1.
            </p>
            <p>
            <b>Rows that are a sequence.</b> Layers that read the rows before each row, and all below them, keep their
            weights; the layers above and the output learn from their features of rows in order. The target is that of
            the row.
            </p>
            <p>
            See G. Hinton, S. Osindero and Y. Teh, <i>A fast learning algorithm for deep belief nets</i>, Neural
            Computation 18 (2006), and for autoencoders G. Hinton and R. Salakhutdinov, <i>Reducing the dimensionality
            of data with neural networks</i>, Science 313 (2006); for <i>Smoothness</i> T. Miyato, S. Maeda, M. Koyama
            and S. Ishii, <i>Virtual adversarial training</i>, IEEE Transactions on Pattern Analysis and Machine
            Intelligence 41 (2019).
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "The network to tune.", DbnPortObject.TYPE)
            .addInputTable("Training rows", "Rows with the columns of the network and the target column.")
            .addOutputPort("Tuned network", "The tuned network, with an output layer if there is a target.",
                DbnPortObject.TYPE)
            .addOutputTable("Training log", TrainingLogTable.DESCRIPTION))
        .model(model -> model.parametersClass(FineTuneParameters.class)
            .configure(FineTuneNodeFactory::configure)
            .execute(FineTuneNodeFactory::execute))
        .nodeType(NodeType.Learner)
        .keywords("DBN", "classification", "regression", "autoencoder", "dimension reduction", "backpropagation",
            "deep learning", "neural network", "MLP", "semi-supervised", "supervised"));

    /** For KNIME. */
    public FineTuneNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final FineTuneParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        final DataTableSpec table = NetworkInput.table(input, network);
        check(network, settings);
        final Optional<Target> target = target(table, settings);
        MemoryCheck.check(TrainingMemory.ofFineTuning(network.sizes(), 1, target.isPresent(), settings.m_frozenLayers,
            settings.m_optimizer.kind), "Connect a smaller network, or raise \"Frozen layers\" (frozenLayers)");
        output.setOutSpecs(withoutTarget(network, target).fineTuned(target
            .map(column -> column.isKnown() ? column.goingOn(network.target()) : column)), TrainingLogTable.SPEC);
    }

    private static void check(final DbnPortObjectSpec network, final FineTuneParameters settings)
        throws InvalidSettingsException {
        NetworkInput.checkTrained(network);
        SettingsCheck.check(settings);
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), network.visibleUnits());
        if (settings.m_frozenLayers > network.levels().size()) {
            throw new InvalidSettingsException("The setting \"Frozen layers\" (frozenLayers) is "
                + settings.m_frozenLayers + ", but the network has only " + network.levels().size()
                + (network.levels().size() == 1 ? " layer." : " layers.") + " Freeze fewer.");
        }
        if (settings.m_task == FineTuneParameters.Task.RECONSTRUCTION && network.isTemporal()) {
            throw new InvalidSettingsException("Reconstruction tunes all layers together, and those that read the rows"
                + " before each row keep their weights. Choose another \"Task\" (task) and a \"Target column\""
                + " (targetColumn), or pretrain a network for rows that stand for themselves.");
        }
        if (settings.m_stopEarly && settings.m_validationShare == 0) {
            throw new InvalidSettingsException("Stopping early watches rows that are held out, but none are. Set"
                + " \"Validation share (0 to 1)\" (validationShare) to about 0.1, or uncheck \"Stop early\""
                + " (stopEarly).");
        }
    }

    /** The network that is tuned: a target cannot be among its own inputs. */
    private static DbnPortObjectSpec withoutTarget(final DbnPortObjectSpec network, final Optional<Target> target)
        throws InvalidSettingsException {
        return readsTarget(network, target) ? network.withoutInput(target.get().name()) : network;
    }

    private static boolean readsTarget(final DbnPortObjectSpec network, final Optional<Target> target) {
        return target.isPresent() && network.reads(target.get().name());
    }

    private static Optional<Target> target(final DataTableSpec table, final FineTuneParameters settings)
        throws InvalidSettingsException {
        final String name = settings.m_targetColumn;
        if (settings.m_task != FineTuneParameters.Task.RECONSTRUCTION && name.isEmpty()) {
            throw new InvalidSettingsException("No target column is chosen. Choose the \"Target column\""
                + " (targetColumn), or \"Reconstruction\" as the \"Task\" (task).");
        }
        return switch (settings.m_task) {
            case AUTOMATIC -> Optional.of(TargetColumns.asItIs(table, name, TARGET_COLUMN));
            case CLASSES -> Optional.of(TargetColumns.classes(table, name, TARGET_COLUMN));
            case NUMBERS -> Optional.of(TargetColumns.numbers(table, name, TARGET_COLUMN));
            case RECONSTRUCTION -> Optional.empty();
        };
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> train(input.getParameters(), input.getInPortObject(0),
            input.getInTable(1), exec, output));
    }

    private static void train(final FineTuneParameters settings, final DbnPortObject port,
        final BufferedDataTable table, final ExecutionContext exec, final ExecuteOutput output)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        final DataTableSpec spec = table.getDataTableSpec();
        final DbnPortObjectSpec network = port.getSpec();
        check(network, settings);
        final Optional<Target> target = target(spec, settings);
        withoutTarget(network, target);
        DeepBeliefNetwork start = readsTarget(network, target)
            ? port.network().withoutInput(target.get().name()) : port.network();
        final FineTuning.Target objective;
        final Optional<TargetReader> reader;
        Optional<NumberScale> scale = Optional.empty();
        if (target.isEmpty()) {
            objective = new FineTuning.Target.Inputs();
            reader = Optional.empty();
        } else if (target.get().kind().isClass()) {
            final var classes = ClassScan.of(table, target.get().goingOn(network.target()), exec);
            objective = new FineTuning.Target.Classes(classes);
            reader = Optional.of(TargetReader.ofClasses(spec, classes));
        } else {
            objective = new FineTuning.Target.Numbers(target.get().name());
            scale = Optional.of(NumberScan.of(table, target.get().name(), exec));
            start = inStandardised(start, target.get().name(), scale.get());
            reader = Optional.of(TargetReader.ofNumbers(spec, target.get().name(), scale.get()));
        }
        final RowReader rows = RowReader.of(spec, start, settings.m_missingValues,
            settings.m_unknownValues.unknownValue(), false);
        TrainingResult result;
        final FineTuning.Settings learning;
        final TrainingReview.Guess guess;
        final List<String> notHeldOut;
        final long leftOut;
        final long rowsThere;
        final TableRows ordered = TableRows.of(table, network.rowOrder(), exec.createSubProgress(0.01));
        try (SampleMatrix samples = TrainingSamples.read(ordered, rows, reader, settings.m_memoryBudgetMiB.orElse(0),
            exec.createSubProgress(0.02))) {
            final ExecutionTrainingMonitor monitor = new ExecutionTrainingMonitor(exec.createSubProgress(0.96));
            checkTargets(samples, target, monitor::checkCancelled);
            final FineTuningRows labelled =
                FineTuningRows.of(samples, objective, false, settings.run(), monitor::checkCancelled);
            leftOut = samples.rows() - labelled.learned().size() - labelled.heldOut().size();
            rowsThere = samples.rows();
            final Smoothness smoothness =
                settings.smoothness(objective, start.encoding(), rowsThere - leftOut, rowsThere);
            final FineTuningRows learned = smoothness.wanted()
                ? FineTuningRows.of(samples, objective, true, settings.run(), monitor::checkCancelled) : labelled;
            learning =
                settings.trainingSettings(objective, start.encoding(), learned.learned().size(), smoothness);
            guess = new TrainingReview.Guess(GuessedLoss.of(samples, objective, settings.m_balanceClasses,
                monitor::checkCancelled),
                objective.classes() > 0 ? GuessedAccuracy.of(samples, objective.classes(),
                    monitor::checkCancelled) : Double.NaN);
            notHeldOut = objective instanceof FineTuning.Target.Classes classes && settings.m_balanceClasses
                ? learned.classesNotHeldOut(samples, classes.column(), monitor::checkCancelled) : List.of();
            result = FineTuning.train(start, samples, learning, settings.weightDecays(objective, start.encoding()),
                monitor);
        }
        if (scale.isPresent()) {
            result = new TrainingResult(inOwnNumbers(result.network(), scale.get()), result.log());
        }
        final TrainingOutput training = new TrainingOutput(result, settings.m_imageWidth.orElse(0));
        if (readsTarget(network, target)) {
            training.warn("The target column \"" + target.get().name() + "\" was an input of the network. It was taken"
                + " out of the inputs, which works best where it is out from the start: take it out of the \"Input"
                + " columns\" (columns) of DBN Layer-wise Pretrain.");
        } else if (target.isEmpty() && TargetColumns.suggested(spec, network.inputs()).isEmpty()) {
            training.warn("No target column is chosen, so the network has learned to reconstruct its input. If it is to"
                + " predict a column, choose another \"Task\" (task) and a \"Target column\" (targetColumn); one of the"
                + " inputs can be the target too.");
        }
        training.warn(ordered.warnings());
        rows.warning().ifPresent(training::warn);
        if (objective.classes() > 0 && 2 * leftOut > rowsThere && !learning.smoothness().wanted()) {
            training.warn(leftOut + " of " + rowsThere + " rows have no class and were left out. Uncheck"
                + " \"Smoothness\" (smoothness) to learn from them too, which may predict better.");
        }
        training.warn(TrainingReview.ofFineTuning(result.log(), guess, learning));
        if (!notHeldOut.isEmpty()) {
            training.warn("No row of " + (notHeldOut.size() == 1 ? "the class \"" : "the classes \"")
                + String.join("\", \"", notHeldOut) + "\" is held out, so the loss and the accuracy there say nothing"
                + " of it, though balanced classes count alike. Hold out more rows, or judge by rows of your own. See"
                + " \"Validation share (0 to 1)\" (validationShare).");
        }
        training.set(
            DbnPortObjectSpec.of(result.network(), Tuning.FINE_TUNED,
                network.labels().map(Target::kind).orElse(TargetKind.NOMINAL),
                target.map(Target::kind).orElse(TargetKind.NOMINAL)),
            exec, output);
    }

    /** A network that predicts the column already goes on from there, in the numbers that the engine learns. */
    private static DeepBeliefNetwork inStandardised(final DeepBeliefNetwork network, final String column,
        final NumberScale scale) {
        return network.head().orElse(null) instanceof OutputHead.Regressor head
            && head.targets().equals(List.of(column))
            ? network.withHead(head.in(scale)) : network;
    }

    /** The engine learned standardised numbers; its output is to be in the column's own. */
    private static DeepBeliefNetwork inOwnNumbers(final DeepBeliefNetwork network, final NumberScale scale) {
        return network.withHead(((OutputHead.Regressor)network.head().orElseThrow()).of(scale));
    }

    private static void checkTargets(final SampleMatrix samples, final Optional<Target> target,
        final Runnable checkCancelled) throws UnfitTableException {
        if (target.isEmpty()) {
            return;
        }
        float first = Float.NaN;
        for (long row = 0; row < samples.rows(); row++) {
            if (row % ROWS_TO_CANCEL == 0) {
                checkCancelled.run();
            }
            final float value = samples.target(row, 0);
            if (!Float.isNaN(value)) {
                if (!Float.isNaN(first) && value != first) {
                    return;
                }
                first = value;
            }
        }
        throw new UnfitTableException("The target column \"" + target.get().name() + "\" has "
            + (Float.isNaN(first) ? "no value in any row" : "the same value in every row that takes part")
            + ", so there is nothing to learn. Choose another " + TARGET_COLUMN + ", or connect other rows.");
    }
}
