// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

import java.util.concurrent.Semaphore;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingProgress;

/**
 * Watches one of two trainings that make their steps in turns, so that what else the machine does weighs on both, and
 * times the steps. Cancels when it has measured enough.
 */
final class Turns implements TrainingMonitor {

    private final Semaphore own = new Semaphore(0);

    private final long[] steps;

    private Semaphore other;

    private int count;

    private long start;

    private boolean running;

    private boolean stepped;

    private Turns(final int measured) {
        steps = new long[measured];
    }

    /** Two monitors; the first one's training begins. */
    static Turns[] two(final int measured) {
        Turns[] two = {new Turns(measured), new Turns(measured)};
        two[0].other = two[1].own;
        two[1].other = two[0].own;
        two[0].own.release();
        return two;
    }

    /**
     * Asked before each batch, and now and then before the first. After a step it is the other's turn, then this one's.
     * What follows an epoch belongs to no step.
     */
    @Override
    public boolean cancelled() {
        if (stepped) {
            other.release();
        }
        if (stepped || !running) {
            own.acquireUninterruptibly();
        }
        running = true;
        stepped = false;
        start = System.nanoTime();
        if (count == steps.length) {
            other.release();
            return true;
        }
        return false;
    }

    @Override
    public void progress(final TrainingProgress progress) {
        stepped = true;
        if (count < steps.length) {
            steps[count++] = System.nanoTime() - start;
        }
    }

    /** Nanoseconds of each step. */
    long[] steps() {
        return steps;
    }
}
