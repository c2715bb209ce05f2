// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.WakeSleepLayers;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.spark.cluster.ClusterTable;
import org.deepbelief.spark.command.Options.Range;
import org.deepbelief.spark.round.Rounds;
import org.deepbelief.spark.round.Seeds;
import org.deepbelief.spark.round.Tuning;
import org.deepbelief.spark.round.TuningKind;
import org.deepbelief.spark.table.ColumnKind;
import org.deepbelief.spark.table.Columns;
import org.deepbelief.spark.table.Columns.Input;
import org.deepbelief.spark.table.MissingValues;
import org.deepbelief.spark.table.PartedTable;
import org.deepbelief.spark.table.RowEncoder;
import org.deepbelief.spark.table.Table;

/** {@code wake-sleep}: network and rows in, network out. */
final class WakeSleepCommand {

    private static final Set<String> KEYS = Set.of("classColumn", "missingValues", "unknownValues", "epochs",
        "learningRate", "batchSize", "seed", "topLearningRate", "sleepLearningRate", "learningRateDecay",
        "momentum", "weightDecay", "gibbsStepsFirst", "gibbsStepsSecond", "gibbsStepsLast", "averagedEpochs",
        "threads", "memoryBudgetMiB");

    private WakeSleepCommand() {
    }

    /**
     * The settings where they are needed.
     *
     * @param classes null where there are none
     */
    private record Settings(Options options, InputEncoding encoding, ClassColumn classes)
        implements TuningKind.Settings<WakeSleepTuning.Settings> {

        @Override
        public WakeSleepTuning.Settings get() {
            final WakeSleepTuning.Settings usual = Defaults.WAKE_SLEEP;
            final WakeSleepTuning.LearningRates rates = Defaults.wakeSleepRates(encoding.groups());
            final double wake = options.number("learningRate", rates.wake(), Range.RATE);
            final double sleep = options.number("sleepLearningRate", 0, Range.RATE_OR_ZERO);
            final int epochs = options.whole("epochs", usual.epochs().count(), Range.COUNT);
            final int averaged =
                options.whole("averagedEpochs", usual.epochs().averaged(), Range.COUNT_OR_ZERO);
            return new WakeSleepTuning.Settings(
                new TrainingSettings(options.whole("batchSize", usual.training().batchSize(), Range.ROWS),
                    options.seed("seed", usual.training().seed()), 0, 1, options.seconds("timeBudget")),
                new Epochs(epochs, Math.min(averaged, epochs), 0),
                new WakeSleepTuning.LearningRates(wake, sleep > 0 ? sleep : wake,
                    options.number("topLearningRate", wake, Range.RATE),
                    options.number("learningRateDecay", usual.rates().decay(), Range.RATE_OR_ZERO)),
                options.number("momentum", usual.momentum(), Range.SHARE),
                options.number("weightDecay", usual.weightDecay(), Range.UP_TO_ONE),
                List.of(options.whole("gibbsStepsFirst", usual.gibbsSteps().get(0), Range.COUNT),
                    options.whole("gibbsStepsSecond", usual.gibbsSteps().get(1), Range.COUNT),
                    options.whole("gibbsStepsLast", usual.gibbsSteps().get(2), Range.COUNT)),
                Optional.ofNullable(classes));
        }
    }

    static void run(final SparkSession spark, final Options options) throws IOException {
        final Set<String> known = new TreeSet<>(TrainingRun.KEYS);
        known.addAll(KEYS);
        known.add("network");
        options.requireKnown(known);
        final TrainingRun run = new TrainingRun(spark, options);
        final MissingValues missing = options.choice("missingValues", MissingValues.MEAN);
        final UnknownValue unknown = options.choice("unknownValues", UnknownValue.ALL_ZERO);
        final DeepBeliefNetwork network =
            run.files().readNetwork(options.required("network", "the file of the network"));
        final Optional<String> classColumn = options.text("classColumn");
        check(network, classColumn);
        final long seed = new Settings(options, network.encoding(), null).get().training().seed();

        final Table table = Table.open(spark, run.input());
        final Columns columns =
            table.of(network.encoding(), classColumn.map(name -> new Input(name, ColumnKind.NOMINAL)));
        final PartedTable parted = table.parted(columns, run.parts(table.rows()), Seeds.ofPlaces(seed));
        final ClassColumn classes = classColumn.isEmpty() ? null
            : network.memory().labels().isPresent() ? network.memory().labels().get().target() : parted.classes();
        final Optional<Checkpoint> checkpoint = run.checkpoint("wake-sleep", table.rows());
        try (ClusterTable rows = new ClusterTable(parted, new RowEncoder(columns, network.encoding(),
            new RowEncoder.Target(classes, null), missing, unknown), run.memoryBudget())) {
            final TuningKind kind = new TuningKind.WakeSleep(new Settings(options, network.encoding(), classes));
            final Rounds rounds = run.rounds();
            run.finish(new Tuning(network, count -> kind, rounds,
                run.monitor("reconstruction error", checkpoint)).run(rows.above(Optional.empty()),
                    checkpoint.isPresent() ? checkpoint.get().read().layer() : Optional.empty()), rounds,
                checkpoint);
        }
    }

    private static void check(final DeepBeliefNetwork network, final Optional<String> classColumn) {
        if (network.head().isPresent()) {
            throw new IllegalArgumentException("The network was fine-tuned, and wake-sleep tuning would undo that. Give"
                + " the network before fine-tuning.");
        }
        WakeSleepLayers.obstacle(network.layers().stream().map(Layer::hiddenType).toList(),
            network.lastLayer().kind()).ifPresent(obstacle -> {
                throw new IllegalArgumentException(obstacle);
            });
        final Optional<String> labels = network.memory().labels().map(LabelUnits::target).map(ClassColumn::name);
        if (labels.isPresent() && !labels.equals(classColumn)) {
            throw new IllegalArgumentException("The network has label units for the column \"" + labels.get()
                + "\". Choose it as the class column (classColumn).");
        }
        if (classColumn.isPresent() && network.encoding().indexOf(classColumn.get()) >= 0) {
            throw new IllegalArgumentException("The column \"" + classColumn.get() + "\" is an input of the network and"
                + " would give the answer away. Choose another column (classColumn).");
        }
    }
}
