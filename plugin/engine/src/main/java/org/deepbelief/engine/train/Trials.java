// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.Precision;

/**
 * Trials of a training, as many at once as there are threads, each on one thread: steps of few rows gain nothing from
 * several, and bits do not depend on them. The first trial that fails ends the others.
 *
 * @param <T> what a trial finds
 */
final class Trials<T> {

    /** A trial. */
    @FunctionalInterface
    interface Trial<T> {

        /**
         * Tries.
         *
         * @param compute that is its own, and closed after it
         * @param monitor of the trial
         */
        T run(Compute compute, TrainingMonitor monitor);
    }

    private final List<Trial<T>> trials;

    private final Precision precision;

    private final TrainingMonitor monitor;

    private final TrainingProgress progress;

    private final double share;

    private final double[] fractions;

    private final List<T> found;

    private int next;

    private boolean stopped;

    private Throwable failure;

    /**
     * @param precision of their products
     * @param monitor of the training that they belong to; one thread at a time asks and tells it
     * @param progress that it is told
     * @param share of the whole training that all trials are
     */
    Trials(final List<Trial<T>> trials, final Precision precision, final TrainingMonitor monitor,
        final TrainingProgress progress, final double share) {
        this.trials = trials;
        this.precision = precision;
        this.monitor = monitor;
        this.progress = progress;
        this.share = share;
        fractions = new double[trials.size()];
        found = new ArrayList<>(Collections.nCopies(trials.size(), null));
    }

    /** Watches one trial. */
    private final class Part implements TrainingMonitor {

        private final int number;

        Part(final int number) {
            this.number = number;
        }

        @Override
        public boolean cancelled() {
            synchronized (Trials.this) {
                stopped = stopped || monitor.cancelled();
                return stopped;
            }
        }

        @Override
        public void progress(final TrainingProgress part) {
            synchronized (Trials.this) {
                fractions[number] = part.fraction();
                double sum = 0;
                int begun = 0;
                for (final double fraction : fractions) {
                    sum += fraction;
                    begun += fraction > 0 ? 1 : 0;
                }
                progress.updateTrials(begun, share * sum / trials.size());
                monitor.progress(progress);
            }
        }
    }

    /**
     * Runs them; their threads have ended when it returns.
     *
     * @param atOnce how many run at once, at least 1
     * @return what they found, in their order
     * @throws CancellationException if the monitor cancels, or the calling thread is interrupted
     */
    List<T> run(final int atOnce) {
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            final Thread thread = new Thread(this::work, "deepbelief-trial");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        threads.forEach(this::await);
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException)failure;
        }
        return found;
    }

    /** Waits for its end, even if the calling thread is interrupted, which then ends all trials. */
    private void await(final Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException asked) {
                interrupted = true;
                fail(new CancellationException("The trials were interrupted."));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        for (int number = next(); number < trials.size(); number = next()) {
            try (Compute compute = Compute.open(1, precision)) {
                find(number, trials.get(number).run(compute, new Part(number)));
            } catch (RuntimeException | Error failed) {
                fail(failed);
            }
        }
    }

    /** The number of the trial that is next; that of none where all are to end. */
    private synchronized int next() {
        return stopped ? trials.size() : next++;
    }

    private synchronized void find(final int number, final T one) {
        found.set(number, one);
    }

    /** Ends all. Those that end for it fail later, and are not told. */
    private synchronized void fail(final Throwable failed) {
        stopped = true;
        failure = failure == null ? failed : failure;
    }
}
