// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.Precision;

import com.sun.management.ThreadMXBean;

/** Counts the heap bytes that a training step takes on the calling thread and on every worker. */
final class Allocations implements AutoCloseable {

    private static final int WARM_UP = 60;

    private static final int ROUNDS = 5;

    private static final int STEPS = 10;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private final Compute compute;

    Allocations(final int threadCount) {
        this(threadCount, Precision.FLOAT32);
    }

    Allocations(final int threadCount, final Precision precision) {
        compute = Compute.open(threadCount, precision);
    }

    Compute compute() {
        return compute;
    }

    /**
     * Fails unless a run of steps took no byte. The virtual machine itself allocates now and then on these threads
     * (when it compiles a method), so that of several runs one without an allocation is proof.
     */
    void assertNone(final LongConsumer step) {
        long number = 0;
        for (; number < WARM_UP; number++) {
            step.accept(number);
        }
        final long[] ids = LongStream.concat(LongStream.of(Thread.currentThread().getId()),
            Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith("deepbelief-worker"))
                .mapToLong(Thread::getId))
            .toArray();
        long least = Long.MAX_VALUE;
        final long own = measuringAlone(ids);
        for (int round = 0; round < ROUNDS; round++) {
            final long before = sum(threads.getThreadAllocatedBytes(ids));
            for (int i = 0; i < STEPS; i++) {
                step.accept(number++);
            }
            least = Math.min(least, sum(threads.getThreadAllocatedBytes(ids)) - before - own);
        }
        assertEquals(0, least, "bytes allocated in " + STEPS + " steps");
    }

    /** What asking takes itself: the array of answers. */
    private long measuringAlone(final long[] ids) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            final long before = sum(threads.getThreadAllocatedBytes(ids));
            least = Math.min(least, sum(threads.getThreadAllocatedBytes(ids)) - before);
        }
        return least;
    }

    private static long sum(final long[] values) {
        long sum = 0;
        for (final long value : values) {
            sum += value;
        }
        return sum;
    }

    @Override
    public void close() {
        compute.close();
    }
}
