// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that run the shards of a task and wait for the next one: spinning for some microseconds, since the next task
 * of a step usually follows at once, then parked. The calling thread works along and waits likewise. How a task is cut
 * into shards does not depend on the number of threads, so neither does its result.
 *
 * <p>Each thread begins with its own share of the shards, so that it finds in its cache what it wrote there in the last
 * task or the last step; processors need not have a cache in common. Who has run out of shards takes others'.
 *
 * <p>All pools of the process that work share its processors: beside others, a pool lets only so many of its threads
 * work as its part of the processors is, and the others are parked. Otherwise the threads of branches that run side by
 * side would spin on processors that the others' shards wait for.
 *
 * <p>One caller at a time; handing out a task allocates nothing.
 */
final class WorkerPool implements AutoCloseable {

    private static final AtomicInteger POOLS = new AtomicInteger();

    /** Pools that have begun to work and are not closed. */
    private static final AtomicInteger WORKING = new AtomicInteger();

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Some 50 microseconds: longer than the gap between two tasks of a step, shorter than a time slice. */
    private static final int SPINS = 4_000;

    /** How often a task that takes long is asked whether to go on. */
    private static final long NANOS_BETWEEN_CHECKS = 100_000_000;

    /** Between two threads' tickets, so that they do not share a cache line. */
    private static final int STRIDE = 16;

    /** A task that can be run in independent parts. */
    interface Task {

        /** Runs one part, with buffers that no other thread uses meanwhile. */
        void run(int shard, Scratch scratch);
    }

    private final Thread[] workers;

    private final Scratch ownScratch = new Scratch();

    /**
     * One for each thread's share. High half: number of the task; low half: shards not yet taken. Compare-and-set, so
     * that none is taken late.
     */
    private final AtomicLongArray tickets;

    private final AtomicInteger open = new AtomicInteger();

    private Task task;

    private int shards;

    /** How many threads take the task; the caller is the first. */
    private int active;

    /** Of the task that is handed out; set last. */
    private volatile long number;

    private volatile Throwable failure;

    /** The caller while it is parked, waiting for the last shards. */
    private volatile Thread waiting;

    private volatile boolean closed;

    private Runnable check = () -> { };

    /** Of the task at hand. */
    private Thread caller;

    private long lastCheck;

    /** Whether this is one of {@link #WORKING}: from its first task on. */
    private boolean working;

    /** Whether the threads run: from the first task for them on, so that what fails before it leaves none behind. */
    private boolean started;

    private volatile int parked;

    /** @param threads the number of threads that work, the caller's among them; at least 1 */
    WorkerPool(final int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("A pool of " + threads + " threads does no work.");
        }
        int pool = POOLS.incrementAndGet();
        workers = new Thread[threads - 1];
        tickets = new AtomicLongArray(threads * STRIDE);
        for (int i = 0; i < workers.length; i++) {
            int thread = i + 1;
            workers[i] = new Thread(() -> work(thread), "deepbelief-worker-" + pool + "-" + thread);
            workers[i].setDaemon(true);
        }
    }

    int threads() {
        return workers.length + 1;
    }

    /** What {@link #run} begins with, and asks now and then while it runs; always by its caller. It may throw. */
    void beforeEachTask(final Runnable newCheck) {
        check = newCheck;
    }

    /** Asks outside of a task, before what may take long. It may throw. */
    void ask() {
        check.run();
    }

    /**
     * To be called between the pieces of a shard that may take long.
     *
     * @throws RuntimeException if the check says so, or another shard has thrown something
     */
    void checkpoint() {
        if (failure != null) {
            throw new CancellationException("The task has ended early.");
        }
        if (Thread.currentThread() == caller) {
            checkNowAndThen();
        }
    }

    private void checkNowAndThen() {
        long now = System.nanoTime();
        if (now - lastCheck >= NANOS_BETWEEN_CHECKS) {
            lastCheck = now;
            check.run();
        }
    }

    /**
     * Runs all shards of a task and returns when the last has ended. Once one has thrown something, or the check has,
     * those that have not begun are left out.
     *
     * @throws IllegalStateException if the pool is closed, or a shard threw a checked exception
     */
    void run(final Task newTask, final int count) {
        if (closed) {
            throw new IllegalStateException("The worker threads are closed.");
        }
        check.run();
        lastCheck = System.nanoTime();
        caller = Thread.currentThread();
        if (!working) {
            working = true;
            WORKING.incrementAndGet();
        }
        int part = part();
        if (part == 1 || count == 1) {
            for (int shard = 0; shard < count; shard++) {
                checkNowAndThen();
                newTask.run(shard, ownScratch);
            }
            return;
        }
        if (!started) {
            started = true;
            for (Thread worker : workers) {
                worker.start();
            }
        }
        task = newTask;
        shards = count;
        active = part;
        open.set(count);
        long next = number + 1;
        for (int thread = 0; thread < active; thread++) {
            tickets.set(thread * STRIDE, next << 32 | firstShard(thread + 1) - firstShard(thread));
        }
        number = next;
        if (parked > 0) {
            for (int i = 0; i < active - 1; i++) {
                LockSupport.unpark(workers[i]);
            }
        }
        takeShards(0, ownScratch);
        awaitShards();
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(thrown);
        }
    }

    /** How many of the threads may work now. */
    private int part() {
        int pools = WORKING.get();
        return pools == 1 ? threads() : Math.min(threads(), Math.max(1, PROCESSORS / pools));
    }

    private void awaitShards() {
        for (int spins = 0; spins < SPINS; spins++) {
            if (open.get() == 0) {
                return;
            }
            Thread.onSpinWait();
        }
        waiting = Thread.currentThread();
        while (open.get() > 0) {
            LockSupport.parkNanos(this, NANOS_BETWEEN_CHECKS);
            if (failure == null) {
                try {
                    checkNowAndThen();
                } catch (Throwable thrown) {
                    failure = thrown;
                }
            }
        }
        waiting = null;
    }

    /** Ends the threads, waits until they have ended, and releases their buffers. Doing it again does nothing. */
    @Override
    public void close() {
        if (working) {
            working = false;
            WORKING.decrementAndGet();
        }
        closed = true;
        boolean interrupted = false;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException exception) {
                    interrupted = true;
                }
            }
        }
        ownScratch.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(final int thread) {
        try (Scratch scratch = new Scratch()) {
            long seen = 0;
            int spins = 0;
            while (!closed) {
                if (number != seen) {
                    seen = number;
                    if (thread < active) {
                        takeShards(thread, scratch);
                        spins = 0;
                    }
                } else if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    park(seen);
                }
            }
        }
    }

    /** Until the next task, or, where that is not for this thread, one of the next. */
    private void park(final long seen) {
        changeParked(1);
        if (number == seen && !closed) {
            LockSupport.park(this);
        }
        changeParked(-1);
    }

    private synchronized void changeParked(final int change) {
        parked += change;
    }

    private void finishShard() {
        if (open.decrementAndGet() == 0) {
            Thread caller = waiting;
            if (caller != null) {
                LockSupport.unpark(caller);
            }
        }
    }

    /** The first shard of a thread's share; the caller's is never empty. */
    private int firstShard(final int thread) {
        return (shards * thread + active - 1) / active;
    }

    private void takeShards(final int thread, final Scratch scratch) {
        int sharing = active;
        for (int i = 0; i < sharing; i++) {
            takeShardsOf((thread + i) % sharing, scratch);
        }
    }

    private void takeShardsOf(final int thread, final Scratch scratch) {
        while (true) {
            long current = tickets.get(thread * STRIDE);
            Task running = task;
            int remaining = (int)current;
            int shard = firstShard(thread) + remaining - 1;
            if (remaining == 0) {
                return;
            }
            if (tickets.compareAndSet(thread * STRIDE, current, current - 1)) {
                try {
                    checkpoint();
                    running.run(shard, scratch);
                } catch (Throwable thrown) {
                    failure = failure == null ? thrown : failure;
                } finally {
                    finishShard();
                }
            }
        }
    }
}
