// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.Serializable;
import java.util.function.Supplier;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.FineTuningRows;
import org.deepbelief.engine.train.FineTuningWork;
import org.deepbelief.engine.train.TargetFit;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.TuningWork;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.engine.train.WakeSleepWork;

/** How a network is trained as a whole; it travels. */
public sealed interface TuningKind extends Serializable {

    /** The name of the training. */
    String phase();

    /** How long. */
    Epochs epochs();

    /** How it runs. */
    TrainingSettings training();

    /** A fit of the targets, of no row yet. */
    TargetFit fit();

    /** Which rows are learned from. */
    Split.Part learned(SampleMatrix rows);

    /**
     * A network ready to be trained.
     *
     * @param run how the training of a part runs
     */
    TuningWork work(Compute compute, DeepBeliefNetwork network, TargetFit fit, TrainingSettings run);

    /** Settings that travel. */
    interface Settings<S> extends Supplier<S>, Serializable {
    }

    /** Fine-tuning; rows without a target are left out. */
    record Fine(Settings<FineTuning.Settings> settings) implements TuningKind {

        @Override
        public String phase() {
            return TrainingLog.FINE_TUNING;
        }

        @Override
        public Epochs epochs() {
            return settings.get().epochs();
        }

        @Override
        public TrainingSettings training() {
            return settings.get().training();
        }

        @Override
        public TargetFit fit() {
            return new TargetFit(settings.get().target());
        }

        @Override
        public Split.Part learned(final SampleMatrix rows) {
            final FineTuning.Settings all = settings.get();
            return FineTuningRows.of(rows, all.target(), all.training(), () -> { }).learned();
        }

        @Override
        public TuningWork work(final Compute compute, final DeepBeliefNetwork network, final TargetFit fit,
            final TrainingSettings run) {
            final FineTuning.Settings all = settings.get();
            return new FineTuningWork(compute, network, all.withTraining(run, all.epochs()), fit, run.batchSize());
        }
    }

    /** Wake-sleep tuning. */
    record WakeSleep(Settings<WakeSleepTuning.Settings> settings) implements TuningKind {

        @Override
        public String phase() {
            return TrainingLog.WAKE_SLEEP;
        }

        @Override
        public Epochs epochs() {
            return settings.get().epochs();
        }

        @Override
        public TrainingSettings training() {
            return settings.get().training();
        }

        @Override
        public TargetFit fit() {
            return TargetFit.of(settings.get().classColumn());
        }

        @Override
        public Split.Part learned(final SampleMatrix rows) {
            return Split.none(rows).training();
        }

        @Override
        public TuningWork work(final Compute compute, final DeepBeliefNetwork network, final TargetFit fit,
            final TrainingSettings run) {
            return new WakeSleepWork(compute, network, settings.get().withTraining(run), fit, run.batchSize());
        }
    }
}
