// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.RowSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowPipelineTest {

    private static final int MOST_ROWS = 4;

    private static RowSource counting(final int rows) {
        return new RowSource() {

            private int next;

            @Override
            public long rows() {
                return rows;
            }

            @Override
            public boolean next(final float[] units, final float[] targets) {
                units[0] = next;
                return next++ < rows;
            }
        };
    }

    private static void square(final RowPipeline.Batch batch) {
        for (int row = 0; row < batch.rows; row++) {
            batch.results[row][0] = batch.units[row][0] * batch.units[row][0];
            batch.results[row][1] = batch.number;
        }
    }

    @AfterEach
    void noThreadIsLeft() {
        assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName()
            .equals("deepbelief-batches")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 8, 23})
    void rowsComeOutInTheirOrderWithTheNumberOfTheirBatch(final int rows) throws IOException {
        for (int lanes = 1; lanes <= 4; lanes++) {
            final List<List<Double>> results = new ArrayList<>();
            try (RowPipeline pipeline =
                new RowPipeline(MOST_ROWS, 1, 2, Collections.nCopies(lanes, RowPipelineTest::square))) {
                pipeline.run(counting(rows), values -> results.add(List.of((double)values[0], (double)values[1])));
            }
            assertEquals(
                IntStream.range(0, rows).mapToObj(i -> List.of((double)i * i, (double)(i / MOST_ROWS))).toList(),
                results);
        }
    }

    /** A batch is done only when each lane has one: none waits for another. */
    @Test
    void lanesWorkAtOnce() throws IOException {
        final CyclicBarrier barrier = new CyclicBarrier(3);
        final RowPipeline.Work together = batch -> {
            try {
                barrier.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        };
        final int[] rows = new int[1];
        try (RowPipeline pipeline = new RowPipeline(MOST_ROWS, 1, 2, Collections.nCopies(3, together))) {
            pipeline.run(counting(9 * MOST_ROWS), values -> rows[0]++);
        }
        assertEquals(9 * MOST_ROWS, rows[0]);
    }

    @Test
    void whatTheSourceTheEngineOrTheConsumerThrowsComesOut() {
        final IllegalStateException failure = new IllegalStateException("too late");
        final IOException full = new IOException("full");
        try (RowPipeline pipeline = new RowPipeline(MOST_ROWS, 1, 2, List.of(batch -> {
            if (batch.number == 2) {
                throw failure;
            }
        }))) {
            assertSame(failure,
                assertThrows(IllegalStateException.class, () -> pipeline.run(counting(40), row -> { })));
        }
        try (RowPipeline pipeline = new RowPipeline(MOST_ROWS, 1, 2, List.of(RowPipelineTest::square))) {
            assertSame(full, assertThrows(IOException.class, () -> pipeline.run(counting(40), row -> {
                throw full;
            })));
        }
    }

    @Test
    void anErrorOfTheEngineComesOutAsItIs() {
        final OutOfMemoryError failure = new OutOfMemoryError("a test's");
        try (RowPipeline pipeline = new RowPipeline(MOST_ROWS, 1, 2, List.of(batch -> {
            assertTrue(Thread.currentThread().isDaemon());
            throw failure;
        }))) {
            assertSame(failure, assertThrows(OutOfMemoryError.class, () -> pipeline.run(counting(40), row -> { })));
        }
    }

    /** The work goes on until the pipeline is closed, which waits for it, interrupted or not. */
    @Test
    void anInterruptCancelsAndIsNotLost() {
        final CountDownLatch interrupted = new CountDownLatch(1);
        final AtomicBoolean done = new AtomicBoolean();
        final Thread caller = Thread.currentThread();
        try (RowPipeline pipeline = new RowPipeline(MOST_ROWS, 1, 2, List.of(batch -> {
            caller.interrupt();
            try {
                interrupted.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            done.set(true);
        }))) {
            assertThrows(CancellationException.class, () -> pipeline.run(counting(40), row -> { }));
            assertTrue(Thread.currentThread().isInterrupted());
            interrupted.countDown();
        }
        assertTrue(done.get());
        assertTrue(Thread.interrupted());
    }
}
