// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.deepbelief.engine.data.RowSource;

/**
 * Batches on their way from a source through the engine to a consumer. While the engine works on one, in a thread of
 * its own, the calling thread hands on the results of the one before and reads the next: reading and writing a table
 * takes as long as inference, or longer.
 */
final class RowPipeline implements AutoCloseable {

    /** What the engine does with a batch. */
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

    private final Work work;

    private final ExecutorService engine = Executors.newSingleThreadExecutor(this::newThread);

    private Thread thread;

    private final Batch[] batches;

    /** @param mostRows in a batch */
    RowPipeline(final int mostRows, final int unitCount, final int resultCount, final Work work) {
        this.work = work;
        batches = new Batch[] {
            new Batch(mostRows, unitCount, resultCount), new Batch(mostRows, unitCount, resultCount)};
    }

    /** Passes all rows through, in order. */
    void run(final RowSource source, final Taker taker) throws IOException {
        Future<?> working = null;
        for (long number = 0;; number++) {
            final Batch next = batches[(int)(number % 2)];
            final boolean filled = fill(next, source, number);
            final Batch done = working == null ? null : batches[(int)((number + 1) % 2)];
            if (working != null) {
                await(working);
            }
            working = filled ? engine.submit(() -> work.run(next)) : null;
            for (int row = 0; done != null && row < done.rows; row++) {
                taker.take(done.results[row]);
            }
            if (!filled) {
                return;
            }
        }
    }

    private Thread newThread(final Runnable task) {
        thread = new Thread(task, "deepbelief-batches");
        thread.setDaemon(true);
        return thread;
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

    /** Ends the engine's thread; it has ended when this returns. */
    @Override
    public void close() {
        engine.shutdown();
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
