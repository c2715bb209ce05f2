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
import org.deepbelief.engine.data.EncodingFit;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.spark.cluster.ClusterTable;
import org.deepbelief.spark.round.LayerStage;
import org.deepbelief.spark.round.Pretraining;
import org.deepbelief.spark.round.Rounds;
import org.deepbelief.spark.round.Seeds;
import org.deepbelief.spark.table.ColumnKind;
import org.deepbelief.spark.table.Columns;
import org.deepbelief.spark.table.Columns.Input;
import org.deepbelief.spark.table.MissingValues;
import org.deepbelief.spark.table.PartedTable;
import org.deepbelief.spark.table.RowEncoder;
import org.deepbelief.spark.table.Table;
import org.deepbelief.spark.table.TableFit;

/** {@code pretrain}: rows in, network out; a network that is given goes on. */
final class PretrainCommand {

    private PretrainCommand() {
    }

    /** The settings where they are needed. */
    private record Settings(PretrainSettings settings, InputEncoding encoding, long rows, ClassColumn classes)
        implements LayerStage.Settings {

        @Override
        public LayerwisePretraining.Settings get() {
            return settings.settings(encoding, rows, Optional.ofNullable(classes));
        }
    }

    static void run(final SparkSession spark, final Options options, final PrintStream out)
        throws IOException {
        final Set<String> known = new TreeSet<>(TrainingRun.KEYS);
        known.addAll(PretrainSettings.KEYS);
        known.add("network");
        options.requireKnown(known);
        final TrainingRun run = new TrainingRun(spark, options, out);
        final Optional<DeepBeliefNetwork> start =
            options.has("network") ? Optional.of(run.network()) : Optional.empty();
        final PretrainSettings pretrain = start.isPresent() ? PretrainSettings.of(options, start.get())
            : new PretrainSettings(options);
        pretrain.check();
        final Optional<String> classColumn = options.text("classColumn")
            .or(() -> start.flatMap(network -> network.memory().labels()).map(labels -> labels.target().name()));
        start.ifPresent(network -> WakeSleepCommand.checkClasses(network, classColumn));
        final MissingValues missing = pretrain.missing();

        final Table table = Table.open(spark, run.input());
        final Columns columns = start.isPresent()
            ? table.of(start.get().encoding(), classColumn.map(name -> new Input(name, ColumnKind.NOMINAL)))
            : table.toTrain(options.list("columns"), classColumn);
        final long seed = options.seed("seed", Defaults.PRETRAINING.training().seed());
        final PartedTable parted = table.parted(columns, run.parts(table.rows()), Seeds.ofPlaces(seed));
        final TableFit fit = parted.fit(missing);
        final EncodingFit fitted = fit.encoding();
        final InputEncoding encoding = start.isPresent() ? start.get().encoding() : pretrain.encoding(fitted);
        final List<String> leftOut = start.isPresent() ? List.of() : fitted.leftOut(encoding);
        if (!leftOut.isEmpty()) {
            run.say("Columns that teach the network nothing and are no inputs of it: " + String.join(", ", leftOut));
        }
        final Optional<ClassColumn> labels =
            start.flatMap(network -> network.memory().labels()).map(LabelUnits::target);
        final ClassColumn classes = labels.isPresent() ? labels.get() : fit.classes().orElse(null);
        final Settings settings = new Settings(pretrain, encoding, fitted.rows(), classes);
        LayerwisePretraining.checkInputs(encoding, settings.get());
        final int layers = settings.get().layers().size();
        final Optional<Checkpoint> checkpoint = run.checkpoint("pretrain", table.rows());
        final RowEncoder encoder =
            new RowEncoder(columns, encoding, new RowEncoder.Target(classes, null), missing,
                start.isPresent() ? UnknownValue.ALL_ZERO : UnknownValue.FAIL);
        try (ClusterTable rows = new ClusterTable(parted, encoder, run.memoryBudget())) {
            final Rounds rounds = run.rounds();
            final Pretraining.Monitor monitor = (layer, report, now) -> {
                run.tell("Layer " + (layer + 1) + " of " + layers + ", epoch ", "reconstruction error", report);
                if (checkpoint.isPresent()) {
                    checkpoint.get().write(now);
                }
            };
            final Pretraining training = start.isPresent()
                ? new Pretraining(start.get(), settings, rows, rounds, monitor)
                : new Pretraining(encoding, settings, rows, rounds, monitor);
            final DeepBeliefNetwork network =
                training.run(checkpoint.isPresent() ? checkpoint.get().read() : Pretraining.Standing.START);
            run.finish(network, rounds, checkpoint);
        }
    }
}
