// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The native memory that the matrices of the process take, and how much that may be. The garbage collector does not see
 * this memory, so that matrices that were dropped and not closed would stay for long: who takes memory has it collect
 * when the matrices have grown by half a heap, and when no more is to be had, as the JDK does for direct buffers. With
 * {@code -XX:+DisableExplicitGC} only what the collector found by itself is released.
 */
public final class MatrixMemory {

    /**
     * The system property that sets the limit in MiB. Without it, it is the memory of the machine (or of the container)
     * less the largest heap, and at least half of that memory.
     */
    public static final String LIMIT_PROPERTY = "org.deepbelief.memoryMiB";

    private static final Cleaner CLEANER = Cleaner.create();

    /** What is still to be released. */
    private static final Set<Release> HELD = ConcurrentHashMap.newKeySet();

    private static final long LIMIT = readLimit();

    /** By how much the matrices grow, at least, between two collections. */
    private static final long GROWTH = Runtime.getRuntime().maxMemory() / 2;

    private static final AtomicLong TAKEN = new AtomicLong();

    private static volatile long collectAt = GROWTH;

    private MatrixMemory() {
    }

    /** Runs an action once. Who finds it running waits until it has been. */
    private static final class Release implements Runnable {

        private final WeakReference<Object> owner;

        private final Runnable action;

        private boolean done;

        Release(final Object owner, final Runnable action) {
            this.owner = new WeakReference<>(owner);
            this.action = action;
        }

        boolean dropped() {
            return owner.refersTo(null);
        }

        @Override
        public synchronized void run() {
            if (!done) {
                done = true;
                action.run();
                HELD.remove(this);
            }
        }
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
            collectUnlessDone(bytes);
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
        final Release release = new Release(owner, action);
        HELD.add(release);
        return CLEANER.register(owner, release);
    }

    /** Another thread may have collected for the same growth. */
    private static synchronized void collectUnlessDone(final long bytes) {
        if (TAKEN.get() + bytes > collectAt) {
            collect();
        }
    }

    /** Has the collector find what was dropped, and releases it without waiting for the cleaner's turn. */
    private static synchronized void collect() {
        System.gc();
        for (final Release release : HELD) {
            if (release.dropped()) {
                release.run();
            }
        }
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
