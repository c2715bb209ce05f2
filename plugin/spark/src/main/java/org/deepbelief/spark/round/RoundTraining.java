// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.Learner;
import org.deepbelief.engine.train.LearnerState;

/** Runs a stage: rounds over all parts, and their means. */
final class RoundTraining {

    private final Compute compute;

    private final Stage stage;

    private final Learner learner;

    private final Parts parts;

    private final Rounds rounds;

    private final RoundMonitor monitor;

    private boolean timeIsUp;

    /**
     * @param compute what computes the means
     * @param stage what learns
     * @param learner of the stage; has what was learned in the end
     * @param rounds how it runs; the course of its time that the stage is has begun
     */
    RoundTraining(final Compute compute, final Stage stage, final Learner learner, final Parts parts,
        final Rounds rounds, final RoundMonitor monitor) {
        this.compute = compute;
        this.stage = stage;
        this.learner = learner;
        this.parts = parts;
        this.rounds = rounds;
        this.monitor = monitor;
    }

    /** The seconds of a step in the slowest part, of the learner in its first state. */
    double secondsOfAStep() throws IOException {
        return parts.onEach(new Trial(stage, States.bytes(learner.state()), rounds.threads())).stream()
            .mapToDouble(Double::doubleValue).max().getAsDouble();
    }

    /**
     * Where the stage begins.
     *
     * @param ofAnEpoch the rounds of an epoch
     */
    Progress start(final int ofAnEpoch) throws IOException {
        return new Progress(new Span(0, 0, ofAnEpoch), new byte[][] {States.bytes(learner.state())},
            States.bytes(learner.state().parameters()), Kept.NONE, rounds.time().spent());
    }

    /**
     * Runs the stage to its end, or until its time is up.
     *
     * @param from where it stands
     */
    void run(final Progress from) throws IOException {
        Progress now = from;
        try (LearnerState kept = learner.state().parameters().copy(compute);
            States states = new States(compute, learner.state());
            BlockMomentum momentum = new BlockMomentum(compute, learner.state())) {
            States.read(now.states()[0], learner.state());
            momentum.read(now.mean(), learner.state());
            if (now.kept().parameters().length > 0) {
                States.read(now.kept().parameters(), kept);
            }
            while (!isOver(now) && !timeIsUp) {
                now = round(now, states, momentum, kept);
            }
            if (now.kept().parameters().length > 0) {
                learner.state().parameters().set(compute, kept);
            }
        }
    }

    private boolean isOver(final Progress now) {
        final Epochs epochs = stage.epochs();
        final int epoch = now.next().epoch();
        return epoch >= epochs.count()
            || epochs.patience() > 0 && epoch - 1 - now.kept().best() >= epochs.patience();
    }

    private Progress round(final Progress now, final States states, final BlockMomentum momentum,
        final LearnerState kept) throws IOException {
        final Span span = now.next();
        final long start = System.nanoTime();
        final List<Round.Result> results = parts.onEach(new Round(stage, span, now.states(), rounds.threads()));
        states.average(results);
        final Kept averaged = span.endsEpoch() ? average(span.epoch(), now.kept(), kept) : now.kept();
        final Optional<HeldOut> heldOut = span.endsEpoch() && stage.holdsOut() ? Optional.of(HeldOut.mean(
            parts.onEach(new Measurement(stage, span.epoch(), States.bytes(learner.state()), rounds.threads()))))
            : Optional.empty();
        final Kept after = heldOut.isPresent() ? best(span.epoch(), heldOut.get().loss(), averaged, kept) : averaged;
        final byte[][] next = momentum.ahead(learner.state(), BlockMomentum.kept(results, stage.stepShare()),
            () -> states.starts(results));
        final Progress done = new Progress(span.next(), next, momentum.bytes(), after, rounds.time().spent());
        final double error = results.stream().mapToDouble(Round.Result::error).sum()
            / results.stream().mapToDouble(Round.Result::errorCount).sum();
        final double work = results.stream().mapToDouble(Round.Result::seconds).max().getAsDouble();
        timeIsUp = !isOver(done) && rounds.time().isUp();
        if (timeIsUp) {
            rounds.time().stop(stage.layer(), span.epoch(), stage.epochs().count());
        }
        monitor.done(new RoundReport(span, error, heldOut, (System.nanoTime() - start) / 1e9, work,
            done.kept().best(), timeIsUp || isOver(done)), done);
        return done;
    }

    /** Takes the weights of the last epochs into their mean, which the learner gets in the end. */
    private Kept average(final int epoch, final Kept before, final LearnerState kept) throws IOException {
        final Epochs epochs = stage.epochs();
        if (epoch < epochs.count() - epochs.averaged()) {
            return before;
        }
        final LearnerState parameters = learner.state().parameters();
        kept.approach(compute, parameters, before.averaged() + 1);
        if (epoch == epochs.count() - 1) {
            parameters.set(compute, kept);
        }
        return new Kept(before.averaged() + 1, before.best(), before.lowestLoss(), States.bytes(kept));
    }

    private Kept best(final int epoch, final double loss, final Kept before, final LearnerState kept)
        throws IOException {
        if (stage.epochs().patience() == 0 || !(loss < before.lowestLoss())) {
            return before;
        }
        kept.set(compute, learner.state().parameters());
        return new Kept(before.averaged(), epoch, loss, States.bytes(kept));
    }
}
