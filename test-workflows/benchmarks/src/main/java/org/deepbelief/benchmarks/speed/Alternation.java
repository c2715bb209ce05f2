// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

import java.util.Arrays;
import java.util.Locale;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingProgress;

/**
 * Watches a training and runs the bare products once after each step, so that steps and products alternate. Cancels
 * when it has measured enough.
 */
final class Alternation implements TrainingMonitor {

    private final BareProducts products;

    private final long[] steps;

    private final long[] floors;

    private final int warmUp;

    private int count;

    private long stepStart;

    Alternation(final BareProducts products, final int warmUp, final int measured) {
        this.products = products;
        this.warmUp = warmUp;
        this.steps = new long[warmUp + measured];
        this.floors = new long[warmUp + measured];
    }

    @Override
    public boolean cancelled() {
        return count == steps.length;
    }

    @Override
    public void progress(final TrainingProgress progress) {
        if (count == steps.length) {
            return;
        }
        long now = System.nanoTime();
        steps[count] = stepStart == 0 ? 0 : now - stepStart;
        products.run();
        long end = System.nanoTime();
        floors[count++] = end - now;
        stepStart = System.nanoTime();
    }

    /** Whether all steps were measured. */
    boolean complete() {
        return count == steps.length;
    }

    /** Medians of the step, of the products and of the ratios of neighbours. */
    void print(final String name) {
        long[] step = Arrays.copyOfRange(steps, warmUp, steps.length);
        long[] floor = Arrays.copyOfRange(floors, warmUp, floors.length);
        double[] ratios = new double[step.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double)step[i] / floor[i];
        }
        Arrays.sort(step);
        Arrays.sort(floor);
        Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "%-52s %9.0f %9.0f %7.3f   (%.3f to %.3f)%n", name, step[step.length / 2] / 1e3,
            floor[floor.length / 2] / 1e3, ratios[ratios.length / 2], ratios[ratios.length / 4],
            ratios[ratios.length * 3 / 4]);
    }
}
