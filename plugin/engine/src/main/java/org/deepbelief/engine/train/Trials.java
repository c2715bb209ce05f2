// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    private final double[] fractions;

    private boolean stopped;

    /**
     * @param precision of their products
     * @param monitor of the training that they belong to; one thread at a time asks and tells it
     * @param progress that it is told, from 0 to 1
     */
    Trials(final List<Trial<T>> trials, final Precision precision, final TrainingMonitor monitor,
        final TrainingProgress progress) {
        this.trials = trials;
        this.precision = precision;
        this.monitor = monitor;
        this.progress = progress;
        fractions = new double[trials.size()];
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
                stopped |= monitor.cancelled();
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
                progress.updateTrials(begun, trials.size(), sum / trials.size());
                monitor.progress(progress);
            }
        }
    }

    /**
     * Runs them; their threads have ended when it returns.
     *
     * @param atOnce how many run at once, at least 1
     * @return what they found, in their order
     * @throws CancellationException if the monitor cancels
     */
    List<T> run(final int atOnce) {
        final ExecutorService threads = Executors.newFixedThreadPool(atOnce, work -> {
            final Thread thread = new Thread(work, "deepbelief-trial");
            thread.setDaemon(true);
            return thread;
        });
        final List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            final int number = i;
            running.add(threads.submit(() -> run(trials.get(number), new Part(number))));
        }
        threads.shutdown();
        final List<T> found = new ArrayList<>();
        Throwable failure = null;
        boolean interrupted = false;
        for (int i = 0; i < running.size();) {
            try {
                found.add(running.get(i).get());
                i++;
            } catch (ExecutionException failed) {
                stop();
                // a trial that was stopped for another one's failure says less than that
                failure = failure == null || failure instanceof CancellationException ? failed.getCause() : failure;
                i++;
            } catch (InterruptedException asked) {
                stop();
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException)failure;
        }
        return found;
    }

    private synchronized void stop() {
        stopped = true;
    }

    private T run(final Trial<T> trial, final Part part) {
        try (Compute compute = Compute.open(1, precision)) {
            return trial.run(compute, part);
        } catch (RuntimeException | Error failed) {
            stop();
            throw failed;
        }
    }
}
