// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.deepbelief.engine.math.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials that run side by side. */
class TrialsTest {

    private static <T> List<T> run(final List<Trials.Trial<T>> trials, final int atOnce) {
        return new Trials<>(trials, Precision.FLOAT32, TrainingMonitor.NONE, new TrainingProgress(1), 1).run(atOnce);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatTheyFindComesInTheirOrder(final int atOnce) {
        final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final CountDownLatch together = new CountDownLatch(atOnce);
        final List<Trials.Trial<Integer>> trials = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            final int number = i;
            trials.add((compute, monitor) -> {
                assertEquals(1, compute.threads());
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                together.countDown();
                await(together);
                LockSupport.parkNanos(20_000_000);
                now.decrementAndGet();
                return number;
            });
        }
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), run(trials, atOnce));
        assertTrue(most.get() <= atOnce, most + " at once");
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those that are ended for it do not hide what failed, and none begins or goes on after it. */
    @Test
    void theFirstFailureEndsTheOthersAndIsTold() {
        final CountDownLatch begun = new CountDownLatch(1);
        final AtomicInteger begins = new AtomicInteger();
        final AtomicInteger ends = new AtomicInteger();
        final Trials.Trial<Integer> endless = (compute, monitor) -> {
            begins.incrementAndGet();
            begun.countDown();
            while (!monitor.cancelled()) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(50_000_000);
            ends.incrementAndGet();
            throw new CancellationException();
        };
        final Trials.Trial<Integer> failing = (compute, monitor) -> {
            await(begun);
            throw new ArithmeticException("One fails.");
        };
        assertEquals("One fails.", assertThrows(ArithmeticException.class,
            () -> run(List.of(endless, failing, endless), 2)).getMessage());
        assertEquals(1, begins.get());
        assertEquals(1, ends.get());
    }
}
