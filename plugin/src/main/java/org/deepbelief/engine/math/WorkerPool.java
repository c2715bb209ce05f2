// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that run the shards of a task and wait for the next one: spinning for some microseconds, since the next task
 * of a step usually follows at once, then parked. The calling thread works along and waits likewise. How a task is cut
 * into shards does not depend on the number of threads, so neither does its result; which thread runs which shard is
 * left open.
 *
 * <p>One caller at a time; handing out a task allocates nothing.
 */
final class WorkerPool implements AutoCloseable {

    private static final AtomicInteger POOLS = new AtomicInteger();

    /** Some 50 microseconds: longer than the gap between two tasks of a step, shorter than a time slice. */
    private static final int SPINS = 4_000;

    /** A task that can be run in independent parts. */
    interface Task {

        /** Runs one part, with buffers that no other thread uses meanwhile. */
        void run(int shard, Scratch scratch);
    }

    private final Thread[] workers;

    private final Scratch ownScratch = new Scratch();

    /** High half: number of the task; low half: shards not yet taken. Compare-and-set, so that none is taken late. */
    private final AtomicLong ticket = new AtomicLong();

    private final AtomicInteger open = new AtomicInteger();

    private Task task;

    private volatile Throwable failure;

    /** The caller while it is parked, waiting for the last shards. */
    private volatile Thread waiting;

    private volatile boolean closed;

    /** Whether the threads run: from the first task on, so that what fails before it leaves none behind. */
    private boolean started;

    private volatile int parked;

    /** @param threads the number of threads that work, the caller's among them; at least 1 */
    WorkerPool(final int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("A pool of " + threads + " threads does no work.");
        }
        int pool = POOLS.incrementAndGet();
        workers = new Thread[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Thread(this::work, "deepbelief-worker-" + pool + "-" + (i + 1));
            workers[i].setDaemon(true);
        }
    }

    int threads() {
        return workers.length + 1;
    }

    /**
     * Runs all shards of a task and returns when the last has ended.
     *
     * @throws IllegalStateException if the pool is closed, or a shard threw a checked exception
     */
    void run(final Task newTask, final int count) {
        if (closed) {
            throw new IllegalStateException("The worker threads are closed.");
        }
        if (workers.length == 0 || count == 1) {
            for (int shard = 0; shard < count; shard++) {
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
        open.set(count);
        ticket.set((ticket.get() >>> 32) + 1 << 32 | count);
        if (parked > 0) {
            for (Thread worker : workers) {
                LockSupport.unpark(worker);
            }
        }
        takeShards(ownScratch);
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

    private void awaitShards() {
        for (int spins = 0; spins < SPINS; spins++) {
            if (open.get() == 0) {
                return;
            }
            Thread.onSpinWait();
        }
        waiting = Thread.currentThread();
        while (open.get() > 0) {
            LockSupport.park(this);
        }
        waiting = null;
    }

    /** Ends the threads and waits until they have ended. */
    @Override
    public void close() {
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
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        Scratch scratch = new Scratch();
        long seen = 0;
        while (true) {
            int spins = 0;
            while (ticket.get() >>> 32 == seen) {
                if (closed) {
                    return;
                }
                if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    park(seen);
                }
            }
            seen = ticket.get() >>> 32;
            takeShards(scratch);
        }
    }

    private void park(final long seen) {
        changeParked(1);
        if (ticket.get() >>> 32 == seen && !closed) {
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

    private void takeShards(final Scratch scratch) {
        while (true) {
            long current = ticket.get();
            Task running = task;
            int remaining = (int)current;
            if (remaining == 0) {
                return;
            }
            if (ticket.compareAndSet(current, current - 1)) {
                try {
                    running.run(remaining - 1, scratch);
                } catch (Throwable thrown) {
                    failure = thrown;
                } finally {
                    finishShard();
                }
            }
        }
    }
}
