// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.Learner;
import org.deepbelief.engine.train.LearnerState;

/** Runs a stage: rounds over all parts, and their means. */
public final class RoundTraining {

    private final Compute compute;

    private final Rounds rounds;

    private final RoundMonitor monitor;

    /**
     * @param compute what computes the means
     * @param rounds how it runs; the course of its time that the stage is has begun
     */
    public RoundTraining(final Compute compute, final Rounds rounds, final RoundMonitor monitor) {
        this.compute = compute;
        this.rounds = rounds;
        this.monitor = monitor;
    }

    /**
     * Where a stage begins.
     *
     * @param learner in its first state
     * @param rounds of an epoch
     */
    public static Progress start(final Learner learner, final int rounds) throws IOException {
        return new Progress(new Span(0, 0, rounds), new byte[][] {States.bytes(learner.state())}, 0, new byte[0]);
    }

    /**
     * Runs a stage to its end, or until its time is up.
     *
     * @param learner of the stage; has what was learned in the end
     * @param from where the stage stands
     */
    public void run(final Stage stage, final Learner learner, final Parts parts, final Progress from)
        throws IOException {
        final Epochs epochs = stage.epochs();
        Progress now = from;
        try (LearnerState mean = learner.state().parameters().copy();
            States states = new States(compute, learner.state())) {
            States.read(now.states()[0], learner.state());
            if (now.averaged() > 0) {
                States.read(now.mean(), mean);
            }
            boolean timeIsUp = false;
            while (now.next().epoch() < epochs.count() && !timeIsUp) {
                final Span span = now.next();
                final List<Round.Result> results = parts.onEach(new Round(stage, span, now.states(), rounds.threads()));
                final byte[][] next = states.average(results);
                int averaged = now.averaged();
                if (span.endsEpoch() && span.epoch() >= epochs.count() - epochs.averaged()) {
                    mean.approach(compute, learner.state().parameters(), ++averaged);
                }
                now = new Progress(span.next(), next, averaged, averaged > 0 ? States.bytes(mean) : now.mean());
                monitor.done(span, results.stream().mapToDouble(Round.Result::error).sum()
                    / results.stream().mapToDouble(Round.Result::errorCount).sum(), now);
                timeIsUp = rounds.time().isUp() && now.next().epoch() < epochs.count();
                if (timeIsUp) {
                    rounds.time().stop(stage.layer(), span.epoch(), epochs.count());
                }
            }
            if (now.averaged() > 0) {
                learner.state().parameters().set(mean);
            }
        }
    }
}
