// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.InputResiduals;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.TargetFit;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.TuningWork;

/** The training of a whole network in rounds, over rows in parts. */
public final class Tuning {

    private final DeepBeliefNetwork network;

    private final LongFunction<TuningKind> kinds;

    private final Rounds rounds;

    private final RoundMonitor monitor;

    /**
     * @param network where it starts
     * @param kinds how, by the number of rows to learn from; the target does not depend on it
     * @param rounds how it runs
     */
    public Tuning(final DeepBeliefNetwork network, final LongFunction<TuningKind> kinds,
        final Rounds rounds, final RoundMonitor monitor) {
        this.network = network;
        this.kinds = kinds;
        this.rounds = rounds;
        this.monitor = monitor;
    }

    /**
     * What a part knows before the network learns.
     *
     * @param fit of its targets
     * @param rows that it has
     * @param heldOut how many of these it holds out
     * @param obstacle why it cannot learn; empty where it can
     */
    private record Survey(TargetFit fit, long rows, long heldOut, String obstacle) implements Serializable {

        static Survey of(final TuningKind kind, final int part, final SampleMatrix rows) {
            final TargetFit fit = kind.fit();
            try {
                final PartRows split = kind.split(rows, kind.run().ofPart(part));
                fit.add(rows, split.learned(), () -> { });
                return new Survey(fit, rows.rows(), split.heldOut().size(), "");
            } catch (IllegalArgumentException e) {
                return new Survey(fit, rows.rows(), 0, e.getMessage());
            }
        }
    }

    /**
     * Trains.
     *
     * @param from where the training stands; empty at its start
     * @throws IllegalArgumentException if no row has a target, or network and settings do not fit
     */
    public DeepBeliefNetwork run(final Parts parts, final Optional<Progress> from) throws IOException {
        final TuningKind anyRows = kinds.apply(1);
        final List<Survey> surveys = parts.onEach((part, rows) -> Survey.of(anyRows, part, rows));
        checkObstacles(surveys);
        final List<TargetFit> fits = surveys.stream().map(Survey::fit).toList();
        final List<Long> learned = fits.stream().map(TargetFit::rows).toList();
        if (learned.stream().allMatch(rows -> rows == 0)) {
            throw new IllegalArgumentException(
                "No row has a target to learn from. Give at least one row a target value.");
        }
        final TargetFit fit = fits.get(0);
        fits.subList(1, fits.size()).forEach(fit::merge);
        final TuningKind kind = kinds.apply(fit.rows());
        final TrainingSettings run = kind.run().training();
        if (kind.run().epochs().patience() > 0 && surveys.stream().allMatch(survey -> survey.heldOut() == 0)) {
            throw new IllegalArgumentException("Early stopping needs rows to measure on, but a validation share of "
                + run.validationShare() + " of " + fit.rows() + " rows holds none out. Choose a larger share"
                + " (validationShare), or switch early stopping off (stopEarly).");
        }
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelArchive.write(network, file);
        final int batchSize = kind.batchSize(learned);
        final TuningStage stage = new TuningStage(file.toByteArray(), kind.inParts(learned), fit, batchSize);
        // the parts' own would tell the learning rate of a part as that of the network
        try (Compute compute = stage.compute(rounds.threads());
            TuningWork work = kind.work(compute, network, fit, kind.run().ofPart(0).withBatchSize(batchSize))) {
            final RoundTraining training =
                new RoundTraining(compute, stage, work.learner(), parts, rounds, monitor);
            rounds.time().begin(1, from.map(Progress::spent));
            training.run(from.isPresent() ? from.get() : training.start(roundsOfAnEpoch(parts, stage, training)));
            final DeepBeliefNetwork tuned = work.network(fit.rows());
            return !InputResiduals.known(tuned) ? tuned : Residuals.measured(tuned, parts,
                (part, rows) -> kind.split(rows, kind.run().ofPart(part)).learned(), rounds.threads());
        }
    }

    private int roundsOfAnEpoch(final Parts parts, final TuningStage stage, final RoundTraining training)
        throws IOException {
        final List<Long> steps = parts.onEach((part, rows) -> stage.steps(rows, part));
        final long most = steps.stream().max(Long::compare).orElseThrow();
        return Span.rounds(most, rounds.length().steps(
            new RoundLength.Work(most, stage.epochs().count(), steps.size(), training::secondsOfAStep)));
    }

    /** @throws IllegalArgumentException if a part has too few rows */
    private static void checkObstacles(final List<Survey> surveys) {
        if (surveys.stream().allMatch(survey -> survey.rows() == 0)) {
            throw new IllegalArgumentException("Each row has a missing value, so all were skipped. Take the mean for"
                + " missing values (missingValues), or replace them before.");
        }
        for (int part = 0; part < surveys.size(); part++) {
            final String obstacle = surveys.get(part).obstacle();
            if (!obstacle.isEmpty()) {
                throw new IllegalArgumentException(surveys.size() == 1 ? obstacle : "Partition " + (part + 1) + " of "
                    + surveys.size() + " cannot learn: " + obstacle + " Or choose fewer partitions (partitions).");
            }
        }
    }
}
