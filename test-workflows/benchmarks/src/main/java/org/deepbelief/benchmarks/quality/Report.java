// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingProgress;

/** Prints what an experiment does and reaches, each with the time on the clock and of the processors. */
final class Report implements TrainingMonitor {

    private static final double NANOSECONDS = 1e9;

    private final PrintStream out;

    private final OperatingSystemMXBean process =
        (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();

    private final Stopwatch total = new Stopwatch();

    private Stopwatch epoch = new Stopwatch();

    private Stopwatch phase = new Stopwatch();

    private String phaseName = "";

    Report(final PrintStream out) {
        this.out = out;
    }

    /** Begins a part of the experiment. */
    void phase(final String name) {
        phaseName = name;
        phase = new Stopwatch();
        epoch = new Stopwatch();
        out.println("-- " + name);
    }

    /** A figure that the part reached, and the time that the part and the experiment have taken so far. */
    void figure(final String what, final double value, final String unit) {
        out.printf(Locale.ROOT, "== %s: %s = %.2f %s (this part %s; since the start %s)%n", phaseName, what, value,
            unit, phase, total);
    }

    /** Anything else to say. */
    void line(final String text) {
        out.println(text);
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void progress(final TrainingProgress progress) {
        final boolean sameEpoch = epoch.layer == progress.layer() && epoch.number == progress.epoch();
        if (!sameEpoch && epoch.message != null) {
            out.println(epoch.message + ", " + epoch);
            epoch = new Stopwatch();
        }
        epoch.layer = progress.layer();
        epoch.number = progress.epoch();
        epoch.message = progress.message();
        if (progress.fraction() >= 1) {
            out.println(epoch.message + ", " + epoch);
            epoch = new Stopwatch();
        }
    }

    /** Time since it was made. */
    private final class Stopwatch {

        private final long wall = System.nanoTime();

        private final long processors = process.getProcessCpuTime();

        private int layer;

        private int number;

        private String message;

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f min, %.1f processor s",
                (System.nanoTime() - wall) / NANOSECONDS / 60,
                (process.getProcessCpuTime() - processors) / NANOSECONDS);
        }
    }
}
