// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.spark.command.Options.Range;
import org.deepbelief.spark.table.MissingValues;

/** The settings of DBN Wake-Sleep Tune, by the keys of that node, as far as they are for Spark. */
record WakeSleepSettings(Options options) implements Serializable {

    /** Those of the node. */
    static final Set<String> KEYS = Set.of("classColumn", "missingValues", "unknownValues", "epochs", "learningRate",
        "batchSize", "discriminativeWeight", "seed", "topLearningRate", "sleepLearningRate", "learningRateDecay",
        "momentum", "weightDecay", "gibbsStepsFirst", "gibbsStepsSecond", "gibbsStepsLast", "validationShare",
        "averagedEpochs", "threads", "precision", "timeBudget", "memoryBudgetMiB");

    /** @throws IllegalArgumentException if a setting is out of its range */
    void check() {
        settings(List.of(), Optional.empty());
        missing();
        unknown();
    }

    MissingValues missing() {
        return options.choice("missingValues", MissingValues.MEAN);
    }

    UnknownValue unknown() {
        return options.choice("unknownValues", UnknownValue.ALL_ZERO);
    }

    long seed() {
        return options.seed("seed", Defaults.WAKE_SLEEP.training().seed());
    }

    /**
     * The engine's settings.
     *
     * @param visible what the network reads
     */
    WakeSleepTuning.Settings settings(final List<UnitGroup> visible, final Optional<ClassColumn> classes) {
        final WakeSleepTuning.Settings usual = Defaults.WAKE_SLEEP;
        final WakeSleepTuning.LearningRates rates = Defaults.wakeSleepRates(visible);
        final double wake = options.number("learningRate", rates.wake(), Range.RATE);
        final double top = options.number("topLearningRate", wake, Range.RATE);
        final int epochs = options.whole("epochs", usual.epochs().count(), Range.COUNT);
        final int averaged = Math.min(epochs, options.whole("averagedEpochs", 1, Range.COUNT));
        final double share = options.number("validationShare", usual.training().validationShare(), Range.SHARE);
        return new WakeSleepTuning.Settings(
            new TrainingSettings(options.whole("batchSize", usual.training().batchSize(), Range.ROWS), seed(), share, 1,
                options.seconds("timeBudget"), options.choice("precision", Defaults.PRECISION)),
            new Epochs(epochs, averaged == 1 ? 0 : averaged, 0),
            new WakeSleepTuning.LearningRates(wake, options.number("sleepLearningRate", wake, Range.RATE),
                top, options.number("learningRateDecay", usual.rates().decay(), Range.RATE_OR_ZERO)),
            options.number("momentum", usual.momentum(), Range.SHARE),
            options.number("weightDecay", usual.weightDecay(), Range.UP_TO_ONE),
            List.of(options.whole("gibbsStepsFirst", usual.gibbsSteps().get(0), Range.COUNT),
                options.whole("gibbsStepsSecond", usual.gibbsSteps().get(1), Range.COUNT),
                options.whole("gibbsStepsLast", usual.gibbsSteps().get(2), Range.COUNT)),
            options.number("discriminativeWeight", Defaults.discriminativeWeight(visible, top), Range.WEIGHT), classes);
    }
}
