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
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.TableKind;
import org.deepbelief.spark.cluster.ClusterTable;
import org.deepbelief.spark.command.FineTuneSettings.Task;
import org.deepbelief.spark.round.Parts;
import org.deepbelief.spark.round.Rounds;
import org.deepbelief.spark.round.RowCounts;
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

/** {@code fine-tune}: network and rows in, network out. */
final class FineTuneCommand {

    private FineTuneCommand() {
    }

    /**
     * The settings where they are needed.
     *
     * @param rows how many are learned from
     * @param counts of all rows
     * @param number the column of numbers; null where it is one of classes or none
     * @param classes null where there are none
     */
    private record Settings(FineTuneSettings settings, TableKind kind, long rows, RowCounts counts, String number,
        ClassColumn classes) implements TuningKind.Settings<FineTuning.Settings> {

        @Override
        public FineTuning.Settings get() {
            final FineTuning.Target target = classes != null ? new FineTuning.Target.Classes(classes)
                : number != null ? new FineTuning.Target.Numbers(number) : new FineTuning.Target.Inputs();
            return settings.settings(target, kind, rows, counts);
        }
    }

    static void run(final SparkSession spark, final Options options, final PrintStream out)
        throws IOException {
        final Set<String> known = new TreeSet<>(TrainingRun.KEYS);
        known.addAll(FineTuneSettings.KEYS);
        known.add("network");
        options.requireKnown(known);
        final FineTuneSettings tune = new FineTuneSettings(options);
        tune.check();
        final TrainingRun run = new TrainingRun(spark, options, out);
        final Optional<String> targetColumn =
            tune.task() == Task.RECONSTRUCTION ? Optional.empty() : options.text("targetColumn");
        final MissingValues missing = tune.missing();
        final UnknownValue unknown = tune.unknown();
        final DeepBeliefNetwork start = run.network();
        final DeepBeliefNetwork network =
            targetColumn.isPresent() && start.encoding().indexOf(targetColumn.get()) >= 0
                ? start.withoutInput(targetColumn.get()) : start;

        final Table table = Table.open(spark, run.input());
        final Optional<Input> target = targetColumn.isEmpty() ? Optional.empty()
            : Optional.of(target(table, targetColumn.get(), tune.task()));
        final boolean hasClasses = target.filter(input -> input.kind() == ColumnKind.NOMINAL).isPresent();
        final Columns columns = table.of(network.encoding(), target);
        final PartedTable parted = table.parted(columns, run.parts(table.rows()), Seeds.ofPlaces(tune.seed()));
        final ClassColumn classes = hasClasses ? parted.classes(known(network, targetColumn.get())) : null;
        final NumberScale scale = target.isPresent() && !hasClasses ? parted.scale() : null;
        final TableKind kind = TableKind.of(network.encoding());
        final Optional<Checkpoint> checkpoint = run.checkpoint("fine-tune", table.rows());
        try (ClusterTable rows = new ClusterTable(parted,
            new RowEncoder(columns, network.encoding(), new RowEncoder.Target(classes, scale), missing, unknown),
            run.memoryBudget())) {
            final Parts parts = rows.above(Optional.empty());
            final RowCounts counts = RowCounts.of(parts);
            final Rounds rounds = run.rounds();
            final Tuning tuning = new Tuning(scale == null ? network : in(scale, network, targetColumn.get()),
                count -> new TuningKind.Fine(
                    new Settings(tune, kind, count, counts, scale == null ? null : targetColumn.get(), classes)),
                rounds, run.monitor("loss", checkpoint));
            final DeepBeliefNetwork tuned = tuning.run(parts,
                checkpoint.isPresent() ? checkpoint.get().read().layer() : Optional.empty());
            run.finish(scale == null ? tuned
                : tuned.withHead(((OutputHead.Regressor)tuned.head().orElseThrow()).of(scale)), rounds, checkpoint);
        }
    }

    /** The classes that a network tells already: its output goes on from there. */
    private static List<String> known(final DeepBeliefNetwork network, final String column) {
        return network.head().orElse(null) instanceof OutputHead.Classifier head && head.target().name().equals(column)
            ? head.target().values() : List.of();
    }

    /** A network that predicts the numbers of the column already goes on from there, in those that are learned. */
    private static DeepBeliefNetwork in(final NumberScale scale, final DeepBeliefNetwork network,
        final String column) {
        return network.head().orElse(null) instanceof OutputHead.Regressor head
            && head.targets().equals(List.of(column)) ? network.withHead(head.in(scale)) : network;
    }

    private static Input target(final Table table, final String name, final Task task) throws IOException {
        final Input asItIs = table.input(name);
        return switch (task) {
            case AUTOMATIC, RECONSTRUCTION -> asItIs;
            case CLASSES -> new Input(name, ColumnKind.NOMINAL);
            case NUMBERS -> new Input(name, ColumnKind.NUMBER);
        };
    }
}
