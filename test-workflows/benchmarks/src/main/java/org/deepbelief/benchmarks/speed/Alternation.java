// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingProgress;

/**
 * Watches a training and runs the bare products once after each step, so that steps and products alternate. Cancels
 * when it has measured enough. Beside the time that passes it takes the processor time of the calling thread, which on
 * one thread tells the same and is not changed by what else runs.
 */
final class Alternation implements TrainingMonitor {

    private final BareProducts products;

    private final long[] steps;

    private final long[] floors;

    private final long[] stepProcessorTimes;

    private final long[] floorProcessorTimes;

    private final ThreadMXBean thread = ManagementFactory.getThreadMXBean();

    private final int warmUp;

    private int count;

    private long stepStart;

    private long stepProcessorStart;

    Alternation(final BareProducts products, final int warmUp, final int measured) {
        this.products = products;
        this.warmUp = warmUp;
        this.steps = new long[warmUp + measured];
        this.floors = new long[warmUp + measured];
        this.stepProcessorTimes = new long[warmUp + measured];
        this.floorProcessorTimes = new long[warmUp + measured];
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
        long processorNow = thread.getCurrentThreadCpuTime();
        steps[count] = stepStart == 0 ? 0 : now - stepStart;
        stepProcessorTimes[count] = processorNow - stepProcessorStart;
        products.wake();
        long processorStart = thread.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        products.run();
        floors[count] = System.nanoTime() - start;
        floorProcessorTimes[count++] = thread.getCurrentThreadCpuTime() - processorStart;
        products.rest();
        stepProcessorStart = thread.getCurrentThreadCpuTime();
        stepStart = System.nanoTime();
    }

    /** Whether all steps were measured. */
    boolean complete() {
        return count == steps.length;
    }

    /** Medians of the step, of the products and of the ratios of neighbours. */
    void print(final String name) {
        double[] ratios = ratios(steps, floors);
        System.out.printf(Locale.ROOT, "%-60s %9.0f %9.0f %7.3f   (%.3f to %.3f)%s%n", name, median(steps) / 1e3,
            median(floors) / 1e3, ratios[ratios.length / 2], ratios[ratios.length / 4], ratios[ratios.length * 3 / 4],
            products.threads() > 1 ? "" : String.format(Locale.ROOT, "   processor time %.3f",
                ratios(stepProcessorTimes, floorProcessorTimes)[ratios.length / 2]));
    }

    private long median(final long[] times) {
        long[] sorted = Arrays.copyOfRange(times, warmUp, times.length);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private double[] ratios(final long[] times, final long[] bare) {
        double[] ratios = new double[times.length - warmUp];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double)times[warmUp + i] / bare[warmUp + i];
        }
        Arrays.sort(ratios);
        return ratios;
    }
}
