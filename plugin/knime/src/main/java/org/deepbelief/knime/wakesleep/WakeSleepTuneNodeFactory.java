// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.wakesleep;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.train.TrainingMemory;
import org.deepbelief.engine.train.TrainingResult;
import org.deepbelief.engine.train.TrainingReview;
import org.deepbelief.engine.train.WakeSleepLayers;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.execution.ExecutionTrainingMonitor;
import org.deepbelief.knime.execution.TrainingOutput;
import org.deepbelief.knime.execution.TrainingSamples;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.settings.MemoryCheck;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.ClassScan;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TargetReader;
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

/** DBN Wake-Sleep Tune: network and table in, network and training log out. */
public final class WakeSleepTuneNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = LearningCurvesView.addTo(DefaultNode.create()
        .name("DBN Wake-Sleep Tune")
        .icon("../../../../icons/wakesleep.png")
        .shortDescription("Tunes a whole deep belief network, so that what it recognises and what it generates agree.")
        .fullDescription("""
            Tunes all layers of a pretrained network together by the wake-sleep algorithm (also called up-down). While
            awake, the network recognises a row from below and learns to generate what it has recognised. At the top,
            it dreams for some steps. Asleep, it generates a row from the dream and learns to recognise it. Recognition
            and generation part ways: each layer now has weights upward and weights downward.
            <p>
            Use it after <i>DBN Layer-wise Pretrain</i> if you want to generate rows, fill missing values or judge how
            likely rows are, or if the network is to learn classes together with the features: with a class column,
            label units stand beside the top layer's input, and <i>DBN Predict</i> can tell the class from them. For the
            best classifier, put <i>DBN Fine-tune</i> behind it.
            </p>
            <p>
            <b>How to choose.</b> Keep the learning rate at a tenth of pretraining's or less. The dreams get longer from
            third to third of the epochs, as in the paper; longer dreams give better samples and take more time. With a
            class column, the top layer learns above all to tell the classes, which helps to make up rows of each, too;
            how much so is the discriminative weight. All hidden units must be Bernoulli units, and the top layer a
            restricted Boltzmann machine; the layers below may be autoencoders.
            </p>
            <p>
            See G. Hinton, S. Osindero and Y. Teh, <i>A fast learning algorithm for deep belief nets</i>, Neural
            Computation 18 (2006), appendix B.
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "The pretrained network.", DbnPortObject.TYPE)
            .addInputTable("Training rows", "Rows with the columns of the network, and the class column if there is"
                + " one. Rows without a class take part without it.")
            .addOutputPort("Tuned network", "The tuned network.", DbnPortObject.TYPE)
            .addOutputTable("Training log", TrainingLogTable.DESCRIPTION))
        .model(model -> model.parametersClass(WakeSleepTuneParameters.class)
            .configure(WakeSleepTuneNodeFactory::configure)
            .execute(WakeSleepTuneNodeFactory::execute))
        .nodeType(NodeType.Learner)
        .keywords("DBN", "wake-sleep", "up-down", "generative model", "RBM", "restricted Boltzmann machine",
            "deep learning", "semi-supervised", "neural network"));

    /** For KNIME. */
    public WakeSleepTuneNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final WakeSleepTuneParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        final DataTableSpec table = NetworkInput.table(input, network);
        SettingsCheck.check(settings);
        check(network);
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), network.visibleUnits());
        MemoryCheck.check(TrainingMemory.ofWakeSleep(network.sizes(), 1), "Connect a smaller network");
        output.setOutSpecs(network.wakeSleepTuned(NetworkInput.labels(table, network, settings.m_classColumn)),
            TrainingLogTable.SPEC);
    }

    private static void check(final DbnPortObjectSpec network) throws InvalidSettingsException {
        NetworkInput.checkTrained(network);
        NetworkInput.checkNotTemporal(network, "Wake-sleep tuning");
        if (network.tuning() == Tuning.FINE_TUNED) {
            throw new InvalidSettingsException("The network was fine-tuned, and wake-sleep tuning would undo that."
                + " Connect the network before fine-tuning.");
        }
        final List<Level> levels = network.levels();
        final Optional<String> obstacle = WakeSleepLayers.obstacle(levels.stream().map(Level::unitType).toList(),
            levels.get(levels.size() - 1).kind());
        if (obstacle.isPresent()) {
            throw new InvalidSettingsException(obstacle.get());
        }
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> train(input.getParameters(), input.getInPortObject(0),
            input.getInTable(1), exec, output));
    }

    private static void train(final WakeSleepTuneParameters settings, final DbnPortObject port,
        final BufferedDataTable table, final ExecutionContext exec, final ExecuteOutput output)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        final DataTableSpec spec = table.getDataTableSpec();
        check(port.getSpec());
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), port.getSpec().visibleUnits());
        final Optional<Target> labels = NetworkInput.labels(spec, port.getSpec(), settings.m_classColumn);
        final Optional<ClassColumn> classes = ClassScan.ofLabels(port.network(), table, labels, exec);
        final RowReader reader = RowReader.of(spec, port.network(), settings.m_missingValues,
            settings.m_unknownValues.unknownValue(), false);
        final Optional<TargetReader> target = classes.map(column -> TargetReader.ofClasses(spec, column));
        final TrainingResult result;
        try (SampleMatrix samples = TrainingSamples.read(TableRows.alone(table), reader, target,
            settings.m_memoryBudgetMiB.orElse(0), exec.createSubProgress(0.03))) {
            result = WakeSleepTuning.train(port.network(), samples,
                settings.trainingSettings(port.network().encoding().groups(), classes),
                new ExecutionTrainingMonitor(exec.createSubProgress(0.96)));
        }
        final TrainingOutput training = new TrainingOutput(result, settings.m_imageWidth.orElse(0));
        reader.warning().ifPresent(training::warn);
        training.warn(TrainingReview.ofWakeSleep(result.log()));
        training.set(
            DbnPortObjectSpec.of(result.network(), Tuning.WAKE_SLEEP_TUNED,
                labels.map(Target::kind).orElse(TargetKind.NOMINAL), TargetKind.NOMINAL),
            exec, output);
    }
}
