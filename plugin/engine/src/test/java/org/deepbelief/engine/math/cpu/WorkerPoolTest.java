// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.deepbelief.engine.math.MatrixMemory;
import org.deepbelief.engine.math.SettledMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {

    @Test
    void everyShardOfEveryTaskRunsOnce() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(4)) {
            for (int round = 0; round < 20_000; round++) {
                int count = 1 + round % 9;
                AtomicIntegerArray runs = new AtomicIntegerArray(count);
                pool.run((shard, scratch) -> runs.incrementAndGet(shard), count);
                for (int shard = 0; shard < count; shard++) {
                    assertEquals(1, runs.get(shard), "round " + round + ", shard " + shard);
                }
                if (round % 5000 == 0) {
                    // Long enough for the workers to park.
                    Thread.sleep(5);
                }
            }
        }
    }

    @Test
    void eachThreadBeginsWithItsOwnShare() {
        Thread caller = Thread.currentThread();
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int round = 0; round < 1000; round++) {
                CyclicBarrier bothAtWork = new CyclicBarrier(2);
                Thread[] threads = new Thread[2];
                pool.run((shard, scratch) -> {
                    threads[shard] = Thread.currentThread();
                    await(bothAtWork);
                }, 2);
                assertSame(caller, threads[0], "round " + round);
                assertNotSame(caller, threads[1], "round " + round);
            }
        }
    }

    private static void await(final CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception exception) {
            throw new IllegalStateException(exception);
        }
    }

    @Test
    void aFailureReachesTheCallerAndThePoolGoesOn() {
        try (WorkerPool pool = new WorkerPool(3)) {
            WorkerPool.Task failing = (shard, scratch) -> {
                if (shard == 2) {
                    throw new IllegalArgumentException("shard 2");
                }
            };
            IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> pool.run(failing, 5));
            assertEquals("shard 2", thrown.getMessage());
            AtomicIntegerArray runs = new AtomicIntegerArray(5);
            pool.run((shard, scratch) -> runs.incrementAndGet(shard), 5);
            for (int shard = 0; shard < 5; shard++) {
                assertEquals(1, runs.get(shard));
            }
        }
    }

    /** Asked for the second time, it says no. */
    private static Runnable impatience() {
        AtomicInteger asked = new AtomicInteger();
        Thread caller = Thread.currentThread();
        return () -> {
            assertSame(caller, Thread.currentThread());
            if (asked.incrementAndGet() == 2) {
                throw new CancellationException("no");
            }
        };
    }

    /** A shard of ten seconds with a checkpoint each millisecond. */
    private static void workLong(final WorkerPool pool, final AtomicInteger ended) {
        try {
            for (int i = 0; i < 10_000; i++) {
                LockSupport.parkNanos(1_000_000);
                pool.checkpoint();
            }
        } finally {
            ended.incrementAndGet();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "2, 0", "2, 1", "2, 2"})
    void aLongTaskIsAskedWhileItRunsAndEndsEverywhere(final int threads, final int shortShards) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            pool.beforeEachTask(impatience());
            AtomicInteger ended = new AtomicInteger();
            // The caller takes the first ones: where they are short, it waits for the long ones of the others.
            assertEquals("no", assertThrows(CancellationException.class, () -> pool.run((shard, scratch) -> {
                if (shard >= shortShards) {
                    workLong(pool, ended);
                }
            }, shortShards + 2)).getMessage());
            assertTrue(ended.get() >= 1 && ended.get() <= threads, ended + " shards");
            AtomicInteger runs = new AtomicInteger();
            pool.beforeEachTask(() -> { });
            pool.run((shard, scratch) -> runs.incrementAndGet(), 5);
            assertEquals(5, runs.get(), "the pool goes on");
        }
    }

    /** Ten seconds of shards that ask nothing themselves. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void manyShardsAreAskedBetweenThem(final int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            pool.beforeEachTask(impatience());
            AtomicInteger runs = new AtomicInteger();
            assertThrows(CancellationException.class, () -> pool.run((shard, scratch) -> {
                LockSupport.parkNanos(10_000_000);
                runs.incrementAndGet();
            }, 1000));
            assertTrue(runs.get() < 500, runs + " shards");
        }
    }

    @Test
    void theThreadsAreDaemonsThatLiveFromTheFirstTaskToTheEndOfThePool() {
        List<Thread> before = workers();
        WorkerPool pool = new WorkerPool(4);
        assertEquals(List.of(), workers().stream().filter(thread -> !before.contains(thread)).toList());
        pool.run((shard, scratch) -> { }, 2);
        List<Thread> own = workers().stream().filter(thread -> !before.contains(thread)).toList();
        assertEquals(3, own.size());
        assertTrue(own.stream().allMatch(Thread::isDaemon));
        pool.close();
        assertFalse(own.stream().anyMatch(Thread::isAlive));
        assertThrows(IllegalStateException.class, () -> pool.run((shard, scratch) -> { }, 2));
    }

    /** Whatever each asked for, together they let no more threads work than there are processors, or one each. */
    @Test
    void poolsThatWorkSideBySideShareTheProcessors() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        WorkerPool.Task task = (shard, scratch) -> {
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1_000_000);
            atWork.decrementAndGet();
        };
        try (WorkerPool one = new WorkerPool(processors + 2)) {
            for (int round = 0; round < 3; round++) {
                one.run(task, 4 * (processors + 2));
            }
            assertEquals(processors + 2, most.get(), "alone, as many as were asked for");
            try (WorkerPool other = new WorkerPool(processors + 2)) {
                other.run((shard, scratch) -> { }, 1);
                one.run(task, 1);
                most.set(0);
                Thread side = new Thread(() -> {
                    for (int round = 0; round < 5; round++) {
                        other.run(task, 4 * (processors + 2));
                    }
                });
                side.start();
                for (int round = 0; round < 5; round++) {
                    one.run(task, 4 * (processors + 2));
                }
                side.join();
                assertTrue(most.get() <= Math.max(2, processors), most + " threads on " + processors + " processors");
            }
            most.set(0);
            for (int round = 0; round < 3; round++) {
                one.run(task, 4 * (processors + 2));
            }
            assertEquals(processors + 2, most.get(), "alone again");
        }
    }

    @Test
    void theBuffersOfThePoolAreReleasedWithIt() {
        long before = SettledMemory.taken();
        try (WorkerPool pool = new WorkerPool(2)) {
            pool.run((shard, scratch) -> {
                scratch.block(0, 8, 8);
                LockSupport.parkNanos(10_000_000);
            }, 4);
            assertTrue(MatrixMemory.taken() > before);
        }
        assertEquals(before, MatrixMemory.taken());
    }

    private static List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("deepbelief-worker-")).toList();
    }
}
