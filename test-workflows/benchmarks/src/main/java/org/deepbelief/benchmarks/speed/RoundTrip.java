// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

/**
 * How long a word takes from one thread to another and back. A virtual machine's processors may be moved while it runs,
 * to where they have a cache in common (some 50 ns) or not (some 300 ns), and all figures of two threads with them.
 */
final class RoundTrip {

    private static final int TRIPS = 5_000;

    private static final int ROUNDS = 20;

    private static volatile int turn;

    private RoundTrip() {
    }

    /** Nanoseconds, the shortest of some rounds. */
    static double nanoseconds() {
        turn = 0;
        Thread other = new Thread(() -> {
            for (int i = 0; i < TRIPS * ROUNDS; i++) {
                while (turn != 2 * i + 1) {
                    Thread.onSpinWait();
                }
                turn = 2 * i + 2;
            }
        }, "round-trip");
        other.start();
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = round * TRIPS; i < (round + 1) * TRIPS; i++) {
                turn = 2 * i + 1;
                while (turn != 2 * i + 2) {
                    Thread.onSpinWait();
                }
            }
            best = Math.min(best, (double)(System.nanoTime() - start) / TRIPS);
        }
        return best;
    }
}
