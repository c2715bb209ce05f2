// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.spark.command.Options.Range;
import org.deepbelief.spark.round.RowCounts;
import org.deepbelief.spark.table.MissingValues;

/** The settings of DBN Embed, by the keys of that node, as far as they are for Spark. */
record EmbedSettings(Options options) implements Serializable {

    /** Those of the node. */
    static final Set<String> KEYS = Set.of("task", "classColumn", "classWeight", "missingValues", "unknownValues",
        "dimensions", "perplexity", "epochs", "learningRate", "batchSize", "hiddenDropout", "validationShare",
        "stopEarly", "patience", "seed", "learningRateDecay", "momentum", "weightDecay", "inputDropout",
        "frozenLayers", "timeBudget", "threads", "precision", "memoryBudgetMiB");

    /** What is to lie together: as the class column says, or of these. */
    enum Task {
        AUTOMATIC, NEIGHBOURS, CLASSES, BOTH
    }

    /** @throws IllegalArgumentException if a setting is out of its range, or settings do not go together */
    void check() {
        classColumn();
        settings(new RowCounts(1, 1, 1, 1), Optional.empty());
        classWeight();
        missing();
        unknown();
    }

    /**
     * The column of the classes, where these can count.
     *
     * @throws IllegalArgumentException if they must, but none is chosen
     */
    Optional<String> classColumn() {
        final Optional<String> column = options.text("classColumn");
        if (column.isEmpty() && (task() == Task.CLASSES || task() == Task.BOTH)) {
            throw new IllegalArgumentException("No class column is chosen. Choose the class column (classColumn), or"
                + " NEIGHBOURS as the task (task).");
        }
        return task() == Task.NEIGHBOURS ? Optional.empty() : column;
    }

    private Task task() {
        return options.choice("task", Task.AUTOMATIC);
    }

    private double classWeight() {
        return options.number("classWeight", Defaults.CLASS_WEIGHT, Range.INNER_SHARE);
    }

    MissingValues missing() {
        return options.choice("missingValues", MissingValues.MEAN);
    }

    UnknownValue unknown() {
        return options.choice("unknownValues", UnknownValue.ALL_ZERO);
    }

    long seed() {
        return options.seed("seed", Defaults.EMBEDDING.training().seed());
    }

    private int batchSize() {
        return options.whole("batchSize", Defaults.EMBEDDING.training().batchSize(), Range.PAIRED_ROWS);
    }

    private Embedding.Aim aim(final RowCounts rows, final Optional<ClassColumn> classes) {
        final long batches = Math.max(1, (rows.fewest() + batchSize() - 1) / batchSize());
        final Embedding.Aim.Neighbours neighbours = new Embedding.Aim.Neighbours(options.number("perplexity",
            Defaults.perplexity(rows.fewest() / batches, batches), Range.NEIGHBOURS));
        if (classes.isEmpty()) {
            return neighbours;
        }
        return task() == Task.CLASSES || task() == Task.AUTOMATIC && rows.labelled() == rows.all()
            ? new Embedding.Aim.Classes(classes.get())
            : new Embedding.Aim.Both(neighbours, classes.get(), classWeight());
    }

    /**
     * The engine's settings.
     *
     * @param classes those of {@link #classColumn}
     */
    Embedding.Settings settings(final RowCounts rows, final Optional<ClassColumn> classes) {
        final Embedding.Settings usual = Defaults.EMBEDDING;
        final Embedding.Aim aim = aim(rows, classes);
        final int epochs = options.whole("epochs", Defaults.EMBEDDING_LENGTH.epochs(
            aim.learnsFromUnlabelled() ? rows.all() : rows.labelled(), batchSize()), Range.COUNT);
        final double share =
            options.number("validationShare", usual.training().validationShare(), Range.SHARE);
        return new Embedding.Settings(aim, options.whole("dimensions", usual.dimensions(), Range.DIMENSIONS),
            new TrainingSettings(batchSize(), seed(), share, 1, options.seconds("timeBudget"),
                options.choice("precision", Defaults.PRECISION)),
            new Epochs(epochs, 0, EarlyStopping.of(options, share).patience()),
            new FineTuning.Descent(usual.descent().optimizer(),
                new Schedule(options.number("learningRate", usual.descent().rate().initial(), Range.RATE),
                    options.number("learningRateDecay", usual.descent().rate().decay(), Range.RATE_OR_ZERO)),
                options.number("momentum", usual.descent().momentum(), Range.SHARE),
                options.number("weightDecay", usual.descent().weightDecay(), Range.UP_TO_ONE)),
            new Dropout(options.number("inputDropout", usual.dropout().inputs(), Range.SHARE),
                options.number("hiddenDropout", usual.dropout().hidden(), Range.SHARE)),
            options.whole("frozenLayers", usual.frozenLayers(), Range.COUNT_OR_ZERO));
    }
}
