// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.Serializable;
import java.util.Set;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.Smoothness;
import org.deepbelief.engine.train.TableKind;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.spark.round.RowCounts;
import org.deepbelief.spark.command.Options.Range;
import org.deepbelief.spark.table.MissingValues;

/** The settings of DBN Fine-tune, by the keys of that node, as far as they are for Spark. */
record FineTuneSettings(Options options) implements Serializable {

    /** Those of the node. */
    static final Set<String> KEYS = Set.of("targetColumn", "task", "missingValues", "unknownValues", "epochs",
        "learningRate", "batchSize", "hiddenDropout", "seed", "optimizer", "momentum", "learningRateDecay",
        "weightDecay", "inputDropout", "frozenLayers", "balanceClasses", "smoothness", "smoothnessRadius",
        "validationShare", "stopEarly", "patience", "averagedEpochs", "threads", "precision", "timeBudget",
        "memoryBudgetMiB");

    /** What is learned: the target column as it is, its values as classes or as numbers, or the inputs themselves. */
    enum Task {
        AUTOMATIC, CLASSES, NUMBERS, RECONSTRUCTION
    }

    private enum Optimizer {
        ADAM(OptimizerKind.ADAM), SGD(OptimizerKind.SGD);

        private final OptimizerKind kind;

        Optimizer(final OptimizerKind kind) {
            this.kind = kind;
        }
    }

    /** @throws IllegalArgumentException if a setting is out of its range, or settings do not go together */
    void check() {
        if (task() != Task.RECONSTRUCTION && options.text("targetColumn").isEmpty()) {
            throw new IllegalArgumentException("No target column is chosen. Choose the target column (targetColumn), or"
                + " RECONSTRUCTION as the task (task).");
        }
        settings(task() == Task.RECONSTRUCTION ? new FineTuning.Target.Inputs()
            : new FineTuning.Target.Numbers(options.text("targetColumn").orElseThrow()), TableKind.IMAGES, 1,
            new RowCounts(1, 1, 1, 1));
        missing();
        unknown();
    }

    MissingValues missing() {
        return options.choice("missingValues", MissingValues.MEAN);
    }

    UnknownValue unknown() {
        return options.choice("unknownValues", UnknownValue.ALL_ZERO);
    }

    Task task() {
        return options.choice("task", Task.AUTOMATIC);
    }

    long seed() {
        return options.seed("seed", Defaults.FINE_TUNING.training().seed());
    }

    /**
     * The engine's settings.
     *
     * @param rows how many are learned from
     * @param counts of all rows
     */
    FineTuning.Settings settings(final FineTuning.Target target, final TableKind kind, final long rows,
        final RowCounts counts) {
        final FineTuning.Settings usual = Defaults.FINE_TUNING;
        final int batchSize = options.whole("batchSize", usual.training().batchSize(), Range.ROWS);
        final int epochs =
            options.whole("epochs", Defaults.fineTuningLength(kind).epochs(rows, batchSize), Range.COUNT);
        final int averaged =
            Math.min(epochs, options.whole("averagedEpochs", Defaults.averagedEpochs(epochs), Range.COUNT));
        final double share =
            options.number("validationShare", usual.training().validationShare(), Range.SHARE);
        final EarlyStopping early = EarlyStopping.of(options, share);
        final OptimizerKind optimizer = options.choice("optimizer", Optimizer.ADAM).kind;
        final Smoothness smoothness = smoothness(target, kind, counts);
        final double rate = options.number("learningRate", usual.descent().rate().initial(), Range.RATE);
        final double decay = options.number("learningRateDecay", usual.descent().rate().decay(), Range.RATE_OR_ZERO);
        return new FineTuning.Settings(target,
            new TrainingSettings(batchSize, seed(), share, 1, options.seconds("timeBudget"),
                options.choice("precision", Defaults.PRECISION)),
            new Epochs(epochs, early.asked() || averaged == 1 ? 0 : averaged, early.patience()),
            new FineTuning.Descent(optimizer, new Schedule(rate, decay),
                options.number("momentum", usual.descent().momentum(), Range.SHARE), options.number("weightDecay",
                    Defaults.weightDecays(kind, target, optimizer, rate).get(0), Range.UP_TO_ONE)),
            new Dropout(options.number("inputDropout", usual.dropout().inputs(), Range.SHARE),
                options.number("hiddenDropout", Defaults.hiddenDropout(target), Range.SHARE)),
            options.whole("frozenLayers", usual.frozenLayers(), Range.COUNT_OR_ZERO),
            options.flag("balanceClasses", usual.balancedClasses()),
            target.targets() == 0 ? Smoothness.NONE : smoothness);
    }

    private Smoothness smoothness(final FineTuning.Target target, final TableKind kind, final RowCounts counts) {
        final double weight = options.number("smoothness",
            Defaults.smoothnessWeight(target, counts.labelled(), counts.all()), Range.RATE_OR_ZERO);
        final double radius =
            options.number("smoothnessRadius", Defaults.smoothnessRadius(kind), Range.RATE);
        return weight == 0 ? Smoothness.NONE : new Smoothness(weight, radius);
    }
}
