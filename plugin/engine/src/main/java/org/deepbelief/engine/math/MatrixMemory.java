// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Cleaner;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The native memory that the matrices of the process take, and how much that may be. The garbage collector does not see
 * this memory, so that matrices that were dropped and not closed would stay for long: who takes memory has it collect
 * when the matrices have grown by half a heap, and when no more is to be had, as the JDK does for direct buffers.
 */
public final class MatrixMemory {

    /**
     * The system property that sets the limit in MiB. Without it, it is the memory of the machine (or of the container)
     * less the largest heap, and at least half of that memory.
     */
    public static final String LIMIT_PROPERTY = "org.deepbelief.memoryMiB";

    private static final long LONGEST_WAIT_MILLIS = 4096;

    /** So long nothing more was released: what was dropped is released one by one, in no order. */
    private static final long QUIET_NANOS = 250_000_000;

    private static final Cleaner CLEANER = Cleaner.create();

    private static final long LIMIT = readLimit();

    /** By how much the matrices grow, at least, between two collections. */
    private static final long GROWTH = Runtime.getRuntime().maxMemory() / 2;

    private static final AtomicLong TAKEN = new AtomicLong();

    private static volatile long collectAt = GROWTH;

    private MatrixMemory() {
    }

    private static long readLimit() {
        final Long wanted = Long.getLong(LIMIT_PROPERTY);
        if (wanted != null && wanted > 0) {
            return wanted << 20;
        }
        final long heap = Runtime.getRuntime().maxMemory();
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? Math.max(system.getTotalMemorySize() / 2, system.getTotalMemorySize() - heap) : heap;
    }

    /** The most bytes of all matrices of the process together. */
    public static long limit() {
        return LIMIT;
    }

    /** The bytes of all matrices of the process. */
    public static long taken() {
        return TAKEN.get();
    }

    /** The bytes that are left. What was dropped is collected first if they are fewer than what is wanted. */
    public static long available(final long wanted) {
        if (LIMIT - TAKEN.get() < wanted) {
            collect();
        }
        return LIMIT - TAKEN.get();
    }

    /**
     * Counts the bytes of a matrix that is about to be made.
     *
     * @param what is made, for the message
     * @throws OutOfMemoryError if they are not there; the message tells what is wanted, what is there, and the setting
     */
    public static void take(final long bytes, final String what) {
        if (TAKEN.get() + bytes > collectAt) {
            collect();
        }
        if (!tryToTake(bytes)) {
            collect();
            if (!tryToTake(bytes)) {
                throw new OutOfMemoryError(what + " takes " + words(bytes) + ", and " + words(LIMIT - TAKEN.get())
                    + " of " + words(LIMIT) + " are left; -D" + LIMIT_PROPERTY + " sets the limit");
            }
        }
    }

    private static boolean tryToTake(final long bytes) {
        long before;
        do {
            before = TAKEN.get();
            if (bytes > LIMIT - before) {
                return false;
            }
        } while (!TAKEN.compareAndSet(before, before + bytes));
        return true;
    }

    /** Counts bytes no more. */
    public static void giveBack(final long bytes) {
        TAKEN.addAndGet(-bytes);
    }

    /**
     * Has an action run when an object can no longer be reached.
     *
     * @param action does not refer to the object
     */
    public static Cleaner.Cleanable whenDropped(final Object owner, final Runnable action) {
        return CLEANER.register(owner, action);
    }

    /**
     * Has the collector find the matrices that were dropped, and waits until they are released: until an object that
     * was dropped beside them has been, however busy the machine is, and then until no more follow.
     */
    private static synchronized void collect() {
        final CountDownLatch met = new CountDownLatch(1);
        whenDropped(new Object(), met::countDown);
        System.gc();
        try {
            met.await(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long last;
        do {
            last = TAKEN.get();
            LockSupport.parkNanos(QUIET_NANOS);
        } while (TAKEN.get() < last);
        collectAt = TAKEN.get() + Math.max(GROWTH, TAKEN.get() / 2);
    }

    /** A number of bytes for a message: {@code "1.5 GiB"}. */
    public static String words(final double bytes) {
        double number = bytes / (1 << 20);
        for (final String unit : new String[] {"MiB", "GiB"}) {
            if (number < 1024) {
                return String.format(Locale.ROOT, "%.1f %s", number, unit);
            }
            number /= 1024;
        }
        return String.format(Locale.ROOT, "%.1f TiB", number);
    }
}
