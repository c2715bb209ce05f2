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
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.spark.cluster.ClusterTable;
import org.deepbelief.spark.round.Parts;
import org.deepbelief.spark.round.Rounds;
import org.deepbelief.spark.round.RowCounts;
import org.deepbelief.spark.round.Seeds;
import org.deepbelief.spark.round.Tuning;
import org.deepbelief.spark.round.TuningKind;
import org.deepbelief.spark.table.ColumnKind;
import org.deepbelief.spark.table.Columns;
import org.deepbelief.spark.table.Columns.Input;
import org.deepbelief.spark.table.PartedTable;
import org.deepbelief.spark.table.RowEncoder;
import org.deepbelief.spark.table.Table;

/** {@code embed}: network and rows in, network with a map on top out. */
final class EmbedCommand {

    private EmbedCommand() {
    }

    /**
     * The settings where they are needed.
     *
     * @param classes null where there are none
     */
    private record Settings(EmbedSettings settings, RowCounts rows, ClassColumn classes)
        implements TuningKind.Settings<Embedding.Settings> {

        @Override
        public Embedding.Settings get() {
            return settings.settings(rows, Optional.ofNullable(classes));
        }
    }

    static void run(final SparkSession spark, final Options options, final PrintStream out)
        throws IOException {
        final Set<String> known = new TreeSet<>(TrainingRun.KEYS);
        known.addAll(EmbedSettings.KEYS);
        known.add("network");
        options.requireKnown(known);
        final EmbedSettings embed = new EmbedSettings(options);
        embed.check();
        final TrainingRun run = new TrainingRun(spark, options, out);
        final DeepBeliefNetwork network = run.network();
        final Optional<String> classColumn = embed.classColumn();
        classColumn.ifPresent(name -> WakeSleepCommand.checkNoInput(network, name));

        final Table table = Table.open(spark, run.input());
        final Columns columns =
            table.of(network.encoding(), classColumn.map(name -> new Input(name, ColumnKind.NOMINAL)));
        final PartedTable parted = table.parted(columns, run.parts(table.rows()), Seeds.ofPlaces(embed.seed()));
        final ClassColumn classes = classColumn.isEmpty() ? null : parted.classes(List.of());
        final Optional<Checkpoint> checkpoint = run.checkpoint("embed", table.rows());
        try (ClusterTable rows = new ClusterTable(parted, new RowEncoder(columns, network.encoding(),
            new RowEncoder.Target(classes, null), embed.missing(), embed.unknown()), run.memoryBudget())) {
            final Parts parts = rows.above(Optional.empty());
            final RowCounts counted = RowCounts.of(parts);
            final TuningKind kind = new TuningKind.Embed(new Settings(embed, counted, classes), counted);
            final Rounds rounds = run.rounds();
            run.finish(new Tuning(network, count -> kind, rounds, run.monitor("loss", checkpoint)).run(parts,
                checkpoint.isPresent() ? checkpoint.get().read().layer() : Optional.empty()), rounds, checkpoint);
        }
    }
}
