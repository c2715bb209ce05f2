// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.deepbelief.engine.data.RowSource;

/**
 * Batches on their way from a source through the engine to a consumer. While the engine works on some, each in a thread
 * of its own, the calling thread hands on the results of those before and reads the next: reading and writing a table
 * takes as long as inference, or longer.
 */
final class RowPipeline implements AutoCloseable {

    /** What the engine does with a batch; one at a time. */
    @FunctionalInterface
    interface Work {

        /** Fills in the results. */
        void run(Batch batch);
    }

    /** Takes the results of one row after the other. */
    @FunctionalInterface
    interface Taker {

        /** The array is used again. */
        void take(float[] results) throws IOException;
    }

    /** Some rows and what came of them; used again and again. */
    static final class Batch {

        final float[][] units;

        final float[][] results;

        /** Of each row, whether it begins a sequence instead of following the row before. */
        final boolean[] starts;

        int rows;

        /** Counted from 0; random numbers depend on it. */
        long number;

        private Batch(final int mostRows, final int unitCount, final int resultCount) {
            units = new float[mostRows][unitCount];
            results = new float[mostRows][resultCount];
            starts = new boolean[mostRows];
        }
    }

    /** A thread that works on every so many-th batch. */
    private static final class Lane {

        private final Work work;

        private final ExecutorService executor = Executors.newSingleThreadExecutor(this::newThread);

        private Thread thread;

        private Lane(final Work work) {
            this.work = work;
        }

        private Thread newThread(final Runnable task) {
            thread = new Thread(task, "deepbelief-batches");
            thread.setDaemon(true);
            return thread;
        }

        private Future<?> submit(final Batch batch) {
            return executor.submit(() -> work.run(batch));
        }

        /** Waits for the thread to end; whether this one was interrupted meanwhile. */
        private boolean awaitEnd() {
            boolean interrupted = false;
            while (thread != null && thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return interrupted;
        }
    }

    private final List<Lane> lanes;

    /** Two for each lane, so that none waits while others are worked on, and one that is read or written. */
    private final Batch[] batches;

    /** @param mostRows in a batch */
    RowPipeline(final int mostRows, final int unitCount, final int resultCount, final List<Work> works) {
        lanes = works.stream().map(Lane::new).toList();
        batches = new Batch[2 * lanes.size() + 1];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = new Batch(mostRows, unitCount, resultCount);
        }
    }

    /** Passes all rows through, in order. */
    void run(final RowSource source, final Taker taker) throws IOException {
        final Future<?>[] working = new Future<?>[batches.length];
        final int ahead = batches.length - 1;
        long end = Long.MAX_VALUE - ahead;
        for (long number = 0; number < end + ahead; number++) {
            final int place = (int)(number % batches.length);
            if (number < end && fill(batches[place], source, number)) {
                working[place] = lanes.get((int)(number % lanes.size())).submit(batches[place]);
            } else {
                end = Math.min(end, number);
            }
            if (number >= ahead) {
                final int done = (int)((number - ahead) % batches.length);
                await(working[done]);
                for (int row = 0; row < batches[done].rows; row++) {
                    taker.take(batches[done].results[row]);
                }
            }
        }
    }

    private static boolean fill(final Batch batch, final RowSource source, final long number) throws IOException {
        final float[] noTargets = new float[0];
        batch.number = number;
        batch.rows = 0;
        while (batch.rows < batch.units.length && source.next(batch.units[batch.rows], noTargets)) {
            batch.starts[batch.rows] = source.startsSequence() || number == 0 && batch.rows == 0;
            batch.rows++;
        }
        return batch.rows > 0;
    }

    private static void await(final Future<?> working) throws IOException {
        try {
            working.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException(e.getCause());
        }
    }

    /** Ends the engine's threads; they have ended when this returns. */
    @Override
    public void close() {
        lanes.forEach(lane -> lane.executor.shutdown());
        boolean interrupted = false;
        for (final Lane lane : lanes) {
            interrupted |= lane.awaitEnd();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
