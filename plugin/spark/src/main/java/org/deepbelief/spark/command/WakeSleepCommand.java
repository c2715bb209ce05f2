// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.IOException;
import java.io.PrintStream;
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
import org.deepbelief.engine.train.WakeSleepLayers;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.spark.cluster.ClusterTable;
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

    private WakeSleepCommand() {
    }

    /**
     * The settings where they are needed.
     *
     * @param classes null where there are none
     */
    private record Settings(WakeSleepSettings settings, InputEncoding encoding, ClassColumn classes)
        implements TuningKind.Settings<WakeSleepTuning.Settings> {

        @Override
        public WakeSleepTuning.Settings get() {
            return settings.settings(encoding.groups(), Optional.ofNullable(classes));
        }
    }

    static void run(final SparkSession spark, final Options options, final PrintStream out)
        throws IOException {
        final Set<String> known = new TreeSet<>(TrainingRun.KEYS);
        known.addAll(WakeSleepSettings.KEYS);
        known.add("network");
        options.requireKnown(known);
        final WakeSleepSettings tune = new WakeSleepSettings(options);
        tune.check();
        final TrainingRun run = new TrainingRun(spark, options, out);
        final MissingValues missing = tune.missing();
        final UnknownValue unknown = tune.unknown();
        final DeepBeliefNetwork network = run.network();
        final Optional<String> classColumn = options.text("classColumn");
        check(network, classColumn);

        final Table table = Table.open(spark, run.input());
        final Columns columns =
            table.of(network.encoding(), classColumn.map(name -> new Input(name, ColumnKind.NOMINAL)));
        final PartedTable parted = table.parted(columns, run.parts(table.rows()), Seeds.ofPlaces(tune.seed()));
        final ClassColumn classes = classColumn.isEmpty() ? null
            : network.memory().labels().isPresent() ? network.memory().labels().get().target()
            : parted.classes(List.of());
        final Optional<Checkpoint> checkpoint = run.checkpoint("wake-sleep", table.rows());
        try (ClusterTable rows = new ClusterTable(parted, new RowEncoder(columns, network.encoding(),
            new RowEncoder.Target(classes, null), missing, unknown), run.memoryBudget())) {
            final TuningKind kind = new TuningKind.WakeSleep(new Settings(tune, network.encoding(), classes));
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
        checkClasses(network, classColumn);
    }

    /** @throws IllegalArgumentException if a network cannot learn the classes of a column beside its inputs */
    static void checkClasses(final DeepBeliefNetwork network, final Optional<String> classColumn) {
        final Optional<String> labels = network.memory().labels().map(LabelUnits::target).map(ClassColumn::name);
        if (labels.isPresent() && !labels.equals(classColumn)) {
            throw new IllegalArgumentException("The network has label units for the column \"" + labels.get()
                + "\". Choose it as the class column (classColumn).");
        }
        classColumn.ifPresent(name -> checkNoInput(network, name));
    }

    /** @throws IllegalArgumentException if a class column is an input of a network */
    static void checkNoInput(final DeepBeliefNetwork network, final String classColumn) {
        if (network.encoding().indexOf(classColumn) >= 0) {
            throw new IllegalArgumentException("The column \"" + classColumn + "\" is an input of the network and"
                + " would give the answer away. Choose another column (classColumn).");
        }
    }
}
