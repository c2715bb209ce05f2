// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
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
     * @param heldOut how many rows it holds out
     */
    private record Survey(TargetFit fit, long heldOut) implements Serializable {
    }

    /**
     * Trains.
     *
     * @param from where the training stands; empty at its start
     * @throws IllegalArgumentException if no row has a target, or network and settings do not fit
     */
    public DeepBeliefNetwork run(final Parts parts, final Optional<Progress> from) throws IOException {
        final TuningKind anyRows = kinds.apply(1);
        final List<Survey> surveys = parts.onEach((part, rows) -> {
            final PartRows split = anyRows.split(rows, anyRows.run().ofPart(part));
            final TargetFit fit = anyRows.fit();
            fit.add(rows, split.learned(), () -> { });
            return new Survey(fit, split.heldOut().size());
        });
        final List<TargetFit> fits = surveys.stream().map(Survey::fit).toList();
        final List<Long> learned = fits.stream().map(TargetFit::rows).toList();
        final long most = learned.stream().max(Long::compare).orElseThrow();
        if (most == 0) {
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
        final int batchSize = PartBatches.rows(run.batchSize(), learned, kind.run().epochs().count());
        final TuningStage stage = new TuningStage(file.toByteArray(), kind, fit, batchSize);
        try (Compute compute = stage.compute(rounds.threads()); TuningWork work = stage.work(compute, 0)) {
            final RoundTraining training =
                new RoundTraining(compute, stage, work.learner(), parts, rounds, monitor);
            rounds.time().begin(1, from.map(Progress::spent));
            final long steps = (most + batchSize - 1) / batchSize;
            training.run(from.isPresent() ? from.get() : training.start(Span.rounds(steps, rounds.length().steps(
                new RoundLength.Work(steps, stage.epochs().count(), fits.size(), training::secondsOfAStep)))));
            return work.network(fit.rows());
        }
    }
}
