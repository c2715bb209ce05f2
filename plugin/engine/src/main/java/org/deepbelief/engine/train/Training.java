// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.deepbelief.engine.math.Compute;

/**
 * The one loop over epochs and batches: it reports progress, is cancelled, ends when the time is up or the validation
 * loss has stopped falling, sees an explosion, averages, and keeps the log. A training may be several courses, one
 * after the other, as the layers of a stack are.
 */
public final class Training {

    /** A learner whose weights have a root mean square beyond this has exploded. */
    private static final double EXPLODED_WEIGHTS = 1000;

    /** So has one whose error has grown by this factor since the first step, or from below 1 to this. */
    private static final double EXPLODED_ERROR_GROWTH = 1e4;

    private final Compute compute;

    private final String phase;

    private final TrainingMonitor monitor;

    private final TrainingProgress progress;

    private final List<TrainingLog.Entry> entries = new ArrayList<>();

    private final TimeBudget budget;

    private double done;

    /**
     * @param phase the name of the training in its log
     * @param layers the layers of the network
     * @param settings give the time budget, which begins now
     */
    public Training(final Compute compute, final String phase, final int layers, final TrainingSettings settings,
        final TrainingMonitor monitor) {
        this(compute, phase, layers, monitor, TimeBudget.of(settings.timeBudget()));
    }

    Training(final Compute compute, final String phase, final int layers, final TrainingMonitor monitor,
        final TimeBudget budget) {
        this.compute = compute;
        this.phase = phase;
        this.monitor = monitor;
        this.budget = budget;
        progress = new TrainingProgress(layers);
    }

    /** Whether the training is to be cancelled, for what takes long between the steps. */
    public boolean cancelled() {
        return monitor.cancelled();
    }

    /** @throws CancellationException if the training is to be cancelled */
    public void checkCancelled() {
        if (monitor.cancelled()) {
            throw new CancellationException(phase + " was cancelled.");
        }
    }

    /**
     * Makes what learns. Its matrices may be large, and a system may take long to give their memory: so it is asked
     * before each whether to go on. Those that were made outside of the compute then wait for the collector.
     *
     * @throws CancellationException if the monitor cancels
     */
    <T> T make(final Supplier<T> maker) {
        compute.beforeEachOperation(this::checkCancelled);
        try {
            return maker.get();
        } finally {
            compute.beforeEachOperation(() -> { });
        }
    }

    /** Runs a course that is the whole training, see {@link #run(Course, double)}. */
    public void run(final Course course) {
        run(course, 1);
    }

    /**
     * Runs a course. In the end its learner has the weights that are kept. A course that has time for no more than a
     * step still takes that one.
     *
     * @param share of the whole training that this is, by which progress and the time that is left are parted
     * @throws CancellationException if the monitor cancels
     * @throws DivergenceException if the numbers explode
     */
    public void run(final Course course, final double share) {
        run(course, share, true);
    }

    /** As {@link #run(Course)}, where nothing is to be measured and logged. */
    void rehearse(final Course course) {
        run(course, 1, false);
    }

    /**
     * Runs trials before the courses.
     *
     * @param purpose of the trials, for people: "Choosing the weight decay"
     * @param trials each a training of its own
     * @param atOnce how many run at once
     * @param share of the whole training that they are
     * @return what they found
     * @throws CancellationException if the monitor cancels
     */
    <T> List<T> tryOut(final String purpose, final List<Trials.Trial<T>> trials, final int atOnce,
        final double share) {
        progress.start(purpose, trials.size());
        final List<T> found = new Trials<>(trials, compute.precision(), monitor, progress, share).run(atOnce);
        done += share;
        return found;
    }

    private void run(final Course course, final double share, final boolean measured) {
        budget.begin(share);
        compute.beforeEachOperation(this::checkCancelled);
        try {
            new Run(course, share, budget, measured).run();
        } finally {
            compute.beforeEachOperation(() -> { });
        }
        done += share;
    }

    /**
     * What some steps have done.
     *
     * @param rows that were learned from
     * @param error the sum of the learner's {@link Learner#error}
     * @param errorCount the sum of the learner's {@link Learner#errorCount}
     */
    public record Steps(long rows, double error, double errorCount) {
    }

    /**
     * Takes some steps of an epoch of a course, from where its learner stands: what a part of the rows does between two
     * averages. All steps of all epochs, one range after the other, are what {@link #run} does but for its measurements
     * and means. Nothing is logged.
     *
     * @param epoch from 0 on
     * @param first the first step within the epoch, from 0 on
     * @param end the step after the last one
     * @throws CancellationException if the monitor cancels
     * @throws DivergenceException if the numbers explode
     */
    public Steps steps(final Course course, final int epoch, final long first, final long end) {
        final Run run = new Run(course, 1, TimeBudget.of(Optional.empty()), false);
        try (Compute part = compute.part()) {
            run.learn(epoch, first, end, new FusedStatistics(part, course.learner().terms()));
            run.checkWeights(epoch);
        }
        return new Steps(run.learnedRows, run.error, run.errorCount);
    }

    /** What was measured, and where time was up. */
    public TrainingLog log() {
        return new TrainingLog(entries, budget.stopped(), Optional.empty());
    }

    /** A course while it runs. */
    private final class Run {

        private final Course course;

        private final double share;

        private final TimeBudget time;

        private final boolean measured;

        private final Learner learner;

        private final Epochs epochs;

        private final int firstEntry = entries.size();

        private long learnedRows;

        private double error;

        private double errorCount;

        private double firstError = Double.NaN;

        private boolean timeIsUp;

        private int averaged;

        private int best = -1;

        private double lowestLoss = Double.POSITIVE_INFINITY;

        Run(final Course course, final double share, final TimeBudget time, final boolean measured) {
            this.course = course;
            this.share = share;
            this.time = time;
            this.measured = measured;
            learner = course.learner();
            epochs = course.epochs();
            progress.start(course);
        }

        void run() {
            final boolean keeps = epochs.averaged() > 0 || epochs.patience() > 0;
            try (Compute part = compute.part();
                LearnerState kept = keeps ? learner.state().parameters().copy(compute) : null) {
                final Statistics statistics = new FusedStatistics(part, learner.terms());
                for (int epoch = 0; epoch < epochs.count() && !timeIsUp && !patienceIsOver(epoch); epoch++) {
                    final long start = System.nanoTime();
                    learn(epoch, 0, course.batches().batches(), statistics);
                    average(epoch, kept);
                    measure(epoch, (System.nanoTime() - start) / 1e9, kept);
                }
                if (best >= 0) {
                    learner.state().parameters().set(compute, kept);
                }
            }
            final int lastKept = best >= 0 ? firstEntry + best : entries.size() - 1;
            for (int i = Math.max(firstEntry, lastKept - Math.max(0, averaged - 1)); i <= lastKept; i++) {
                entries.set(i, entries.get(i).asKept());
            }
        }

        private boolean patienceIsOver(final int epoch) {
            return epochs.patience() > 0 && epoch - 1 - best >= epochs.patience();
        }

        private void learn(final int epoch, final long first, final long end, final Statistics statistics) {
            final BatchSource batches = course.batches();
            final Rates rates = course.rates(epoch);
            batches.startEpoch(epoch);
            course.started(epoch);
            learnedRows = 0;
            error = 0;
            errorCount = 0;
            for (long number = first; number < end && !timeIsUp; number++) {
                checkCancelled();
                final Batch batch = batches.fetch(number);
                statistics.clear();
                learner.gather(batch, statistics);
                learner.apply(statistics, rates);
                course.learned(batch);
                learnedRows += batch.count();
                error += learner.error();
                errorCount += learner.errorCount();
                checkError(epoch);
                final double part = (epoch + (number + 1.0) / batches.batches()) / epochs.count();
                progress.update(epoch + 1, Math.min(1, done + share * part), error / errorCount);
                monitor.progress(progress);
                timeIsUp = time.isUp() && part < 1;
            }
            if (timeIsUp) {
                time.stop(course.layer(), epoch, epochs.count());
            }
        }

        private void checkError(final int epoch) {
            final double mean = error / errorCount;
            if (Double.isNaN(firstError)) {
                firstError = mean;
            }
            if (!(Double.isFinite(mean) && mean <= EXPLODED_ERROR_GROWTH * Math.max(1, firstError))) {
                throw new DivergenceException(course.layer(), epoch + 1, "the " + course.errorName()
                    + " has grown from " + firstError + " to " + mean, course.steepness(epoch));
            }
        }

        /** Takes the weights of the last epochs into their mean, which the learner gets in the end. */
        private void average(final int epoch, final LearnerState kept) {
            if (epochs.averaged() > 0 && epoch >= epochs.count() - epochs.averaged()) {
                final LearnerState now = learner.state().parameters();
                kept.approach(compute, now, ++averaged);
                if (timeIsUp || epoch == epochs.count() - 1) {
                    now.set(compute, kept);
                }
            }
        }

        /** The root mean square of the weights, which have not exploded. */
        private double checkWeights(final int epoch) {
            final double norm = learner.weightNorm();
            if (!(norm < EXPLODED_WEIGHTS)) {
                throw new DivergenceException(course.layer(), epoch + 1, "the weights have grown to " + norm
                    + " (root mean square)", course.steepness(epoch));
            }
            return norm;
        }

        private void measure(final int epoch, final double seconds, final LearnerState kept) {
            final double norm = checkWeights(epoch);
            if (!measured) {
                return;
            }
            final TrainingLog.Entry entry = course.measure(
                new Course.Epoch(epoch + 1, learnedRows, error / errorCount, norm, seconds));
            entries.add(entry);
            if (epochs.patience() > 0 && entry.validationLoss() < lowestLoss) {
                lowestLoss = entry.validationLoss();
                best = epoch;
                kept.set(compute, learner.state().parameters());
            }
        }
    }
}
