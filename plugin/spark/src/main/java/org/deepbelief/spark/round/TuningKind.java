// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.EmbeddingRows;
import org.deepbelief.engine.train.EmbeddingWork;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.FineTuningRows;
import org.deepbelief.engine.train.FineTuningWork;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.TargetFit;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.TuningWork;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.engine.train.WakeSleepWork;

/** How a network is trained as a whole; it travels. */
public sealed interface TuningKind extends Serializable {

    /**
     * How a training goes on.
     *
     * @param phase its name
     * @param epochs how long
     * @param training how it runs
     */
    record Run(String phase, Epochs epochs, TrainingSettings training) {

        /** How it runs in a part. */
        TrainingSettings ofPart(final int part) {
            return training.withSeed(Seeds.ofPart(training.seed(), part));
        }
    }

    /** How it goes on. */
    Run run();

    /** A fit of the targets, of no row yet. */
    TargetFit fit();

    /**
     * Which rows are learned from, and which are held out.
     *
     * @param run how the training of the part runs
     * @throws IllegalArgumentException if there are too few to learn from; the message says how
     */
    PartRows split(SampleMatrix rows, TrainingSettings run);

    /**
     * A network ready to be trained.
     *
     * @param run how the training of a part runs
     */
    TuningWork work(Compute compute, DeepBeliefNetwork network, TargetFit fit, TrainingSettings run);

    /**
     * The most rows of a step.
     *
     * @param learned the rows that are learned from, by part
     */
    default int batchSize(final List<Long> learned) {
        return PartBatches.rows(run().training().batchSize(), learned, run().epochs().count());
    }

    /**
     * How far a step goes with a share of the rows of a batch, beside one with all of them, counted by the steps that
     * the rows make: as many times more of them, each as long.
     */
    default double stepShare(final double batchShare) {
        return batchShare;
    }

    /**
     * How parts learn, where they are several.
     *
     * @param learned the rows that are learned from, by part
     */
    default TuningKind inParts(final List<Long> learned) {
        return this;
    }

    /** Settings that travel. */
    interface Settings<S> extends Supplier<S>, Serializable {
    }

    /**
     * Fine-tuning; rows without a target are left out, unless the outputs are to be steady around them too.
     *
     * @param settings as asked for
     * @param rateFactor how many times the learning rate of these it is that a part learns at
     */
    record Fine(Settings<FineTuning.Settings> settings, double rateFactor) implements TuningKind {

        /** What is beyond was not seen; {@link BlockMomentum} makes up for it. */
        private static final double MOST_RATE_FACTOR = 4;

        /** As asked for. */
        public Fine(final Settings<FineTuning.Settings> settings) {
            this(settings, 1);
        }

        @Override
        public Run run() {
            return new Run(TrainingLog.FINE_TUNING, settings.get().epochs(), settings.get().training());
        }

        @Override
        public TargetFit fit() {
            return new TargetFit(settings.get().target(), settings.get().smoothness());
        }

        /**
         * Adam divides by the noise of the gradient, which is the less the larger the batch: at k times the rows its
         * learning rate is to be sqrt(k) times as high (Malladi et al. 2022). A step of all parts is one with the rows
         * of all.
         */
        @Override
        public TuningKind inParts(final List<Long> learned) {
            return adam() ? new Fine(settings, Math.min(MOST_RATE_FACTOR, Math.max(1, Math.sqrt(
                PartBatches.parts(learned) * batchSize(learned) / run().training().batchSize())))) : this;
        }

        private boolean adam() {
            return settings.get().descent().optimizer() == OptimizerKind.ADAM;
        }

        /** By the same rule; what the higher rate makes up for is not left to do. */
        @Override
        public double stepShare(final double batchShare) {
            return adam() ? Math.sqrt(batchShare) / rateFactor : batchShare;
        }

        @Override
        public PartRows split(final SampleMatrix rows, final TrainingSettings run) {
            final boolean smooth = settings.get().smoothness().wanted();
            final FineTuningRows parted =
                FineTuningRows.of(rows, settings.get().target(), smooth, run, () -> { });
            return smooth ? new PartRows(parted.learned(), parted.heldOut(),
                parted.batches(rows, run.batchSize(), () -> { }))
                : PartRows.of(parted.learned(), parted.heldOut(), run.batchSize());
        }

        @Override
        public TuningWork work(final Compute compute, final DeepBeliefNetwork network, final TargetFit fit,
            final TrainingSettings run) {
            final FineTuning.Settings all = settings.get().withDescent(settings.get().descent().times(rateFactor));
            return new FineTuningWork(compute, network, all.withTraining(run, all.epochs()), fit, run.batchSize());
        }
    }

    /** Wake-sleep tuning. */
    record WakeSleep(Settings<WakeSleepTuning.Settings> settings) implements TuningKind {

        @Override
        public Run run() {
            return new Run(TrainingLog.WAKE_SLEEP, settings.get().epochs(), settings.get().training());
        }

        @Override
        public TargetFit fit() {
            return TargetFit.of(settings.get().classColumn());
        }

        @Override
        public PartRows split(final SampleMatrix rows, final TrainingSettings run) {
            final Split split = Split.of(rows, run.validationShare(),
                settings.get().classColumn().map(ClassColumn::size).orElse(0), run.seed(), () -> { });
            return PartRows.of(split.training(), split.validation(), run.batchSize());
        }

        @Override
        public TuningWork work(final Compute compute, final DeepBeliefNetwork network, final TargetFit fit,
            final TrainingSettings run) {
            return new WakeSleepWork(compute, network, settings.get().withTraining(run), fit, run.batchSize());
        }
    }

    /**
     * Embedding, whose loss is of all pairs of a batch's rows: so batches stay as large as they are asked for.
     *
     * @param rows that there are
     */
    record Embed(Settings<Embedding.Settings> settings, RowCounts rows) implements TuningKind {

        @Override
        public Run run() {
            return new Run(TrainingLog.EMBEDDING, settings.get().epochs(), settings.get().training());
        }

        /** Of their number alone. */
        @Override
        public TargetFit fit() {
            return TargetFit.of(Optional.empty());
        }

        @Override
        public int batchSize(final List<Long> learned) {
            return run().training().batchSize();
        }

        /** Of a part that is small, beside that of all rows; by Adam, see {@link Fine}. */
        @Override
        public double stepShare(final double batchShare) {
            return Math.sqrt(batchShare * batch(rows.fewest()) / batch(rows.all()));
        }

        /** The rows of a batch where so many are shared out among batches. */
        private double batch(final long count) {
            final long most = run().training().batchSize();
            return (double)count / Math.max(1, (count + most - 1) / most);
        }

        @Override
        public PartRows split(final SampleMatrix part, final TrainingSettings run) {
            final EmbeddingRows parted = EmbeddingRows.ofPart(part, with(run), () -> { });
            return new PartRows(parted.learnedRows(), parted.heldOutRows(), parted.batches());
        }

        @Override
        public TuningWork work(final Compute compute, final DeepBeliefNetwork network, final TargetFit fit,
            final TrainingSettings run) {
            return new EmbeddingWork(compute, network, with(run), (int)Math.min(run.batchSize(), rows.most()));
        }

        private Embedding.Settings with(final TrainingSettings run) {
            return settings.get().withTraining(run, settings.get().epochs());
        }
    }
}
