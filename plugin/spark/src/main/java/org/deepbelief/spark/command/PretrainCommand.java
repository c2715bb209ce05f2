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
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.spark.cluster.ClusterTable;
import org.deepbelief.spark.round.LayerStage;
import org.deepbelief.spark.round.Pretraining;
import org.deepbelief.spark.round.Rounds;
import org.deepbelief.spark.round.Seeds;
import org.deepbelief.spark.table.Columns;
import org.deepbelief.spark.table.MissingValues;
import org.deepbelief.spark.table.PartedTable;
import org.deepbelief.spark.table.RowEncoder;
import org.deepbelief.spark.table.Table;
import org.deepbelief.spark.table.TableFit;

/** {@code pretrain}: rows in, network out. */
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
        options.requireKnown(known);
        final PretrainSettings pretrain = new PretrainSettings(options);
        pretrain.check();
        final TrainingRun run = new TrainingRun(spark, options, out);
        final Optional<String> classColumn = options.text("classColumn");
        final MissingValues missing = pretrain.missing();

        final Table table = Table.open(spark, run.input());
        final Columns columns = table.toTrain(options.list("columns"), classColumn);
        final long seed = options.seed("seed", Defaults.PRETRAINING.training().seed());
        final PartedTable parted = table.parted(columns, run.parts(table.rows()), Seeds.ofPlaces(seed));
        final TableFit fit = parted.fit(missing);
        final EncodingFit fitted = fit.encoding();
        final InputEncoding encoding = pretrain.encoding(fitted);
        final List<String> leftOut = fitted.leftOut(encoding);
        if (!leftOut.isEmpty()) {
            run.say("Columns that teach the network nothing and are no inputs of it: " + String.join(", ", leftOut));
        }
        final ClassColumn classes = fit.classes().orElse(null);
        final Settings settings = new Settings(pretrain, encoding, fitted.rows(), classes);
        LayerwisePretraining.checkInputs(encoding, settings.get());
        final int layers = settings.get().layers().size();
        final Optional<Checkpoint> checkpoint = run.checkpoint("pretrain", table.rows());
        final RowEncoder encoder =
            new RowEncoder(columns, encoding, new RowEncoder.Target(classes, null), missing, UnknownValue.FAIL);
        try (ClusterTable rows = new ClusterTable(parted, encoder, run.memoryBudget())) {
            final Rounds rounds = run.rounds();
            final Pretraining training = new Pretraining(encoding, settings, rows, rounds,
                (layer, report, now) -> {
                    run.tell("Layer " + (layer + 1) + " of " + layers + ", epoch ", "reconstruction error", report);
                    if (checkpoint.isPresent()) {
                        checkpoint.get().write(now);
                    }
                });
            final DeepBeliefNetwork network =
                training.run(checkpoint.isPresent() ? checkpoint.get().read() : Pretraining.Standing.START);
            run.finish(network, rounds, checkpoint);
        }
    }
}
