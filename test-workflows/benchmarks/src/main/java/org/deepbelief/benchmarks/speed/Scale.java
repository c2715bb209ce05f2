// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.deepbelief.benchmarks.quality.LabelledImages;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.math.UnitType;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingProgress;

/**
 * Prints the time of a CD-1 step on rows in memory and on rows in a mapped file, from few to many rows; the many are
 * the images over and over. The heap is what the program was started with, the rows in the file far exceed it.
 */
public final class Scale {

    private static final int ROUNDS = 3;

    private static final int STEPS = 600;

    private static final int WARM_UP = 100;

    private static final int BATCH = 100;

    private Scale() {
    }

    /**
     * @param arguments the folder of the IDX files and the largest number of rows (1,000,000 if not given)
     * @throws IOException if the images cannot be read or the file not be written
     */
    public static void main(final String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("Usage: test-workflows/benchmarks/scale <folder of IDX files> [rows]");
            System.exit(2);
        }
        LabelledImages images = LabelledImages.read(Path.of(arguments[0]), "train");
        long most = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        InputEncoding encoding = images.encoding();
        System.out.printf(Locale.ROOT, "Heap at most %d MB; 784-500, CD-1, batch %d, 1 thread%n",
            Runtime.getRuntime().maxMemory() >> 20, BATCH);
        long start = System.nanoTime();
        try (SampleMatrix memory = images.samples();
            SampleMatrix few = SampleMatrix.read(repeated(images, 10_000), 784, 0, new StorageSettings(0, folder),
                () -> false);
            SampleMatrix many = SampleMatrix.read(repeated(images, most), 784, 0, new StorageSettings(0, folder),
                () -> false)) {
            System.out.printf(Locale.ROOT, "Written: %,d rows, %,d MB, in %.1f s%n", many.rows(), many.bytes() >> 20,
                (System.nanoTime() - start) / 1e9);
            List<SampleMatrix> all = List.of(memory, few, many);
            double[][] times = new double[all.size()][ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < all.size(); i++) {
                    times[i][round] = medianStep(all.get(i), encoding);
                }
            }
            for (int i = 0; i < all.size(); i++) {
                double[] ratios = new double[ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    ratios[round] = times[i][round] / times[0][round];
                }
                Arrays.sort(ratios);
                Arrays.sort(times[i]);
                System.out.printf(Locale.ROOT, "%,10d rows %-12s %8.2f us a row   ratio %.3f%n", all.get(i).rows(),
                    all.get(i).mapped() ? "in a file" : "in memory", times[i][ROUNDS / 2] / 1e3 / BATCH,
                    ratios[ROUNDS / 2]);
            }
        }
    }

    private static RowSource repeated(final LabelledImages images, final long rows) {
        return new RowSource() {

            private RowSource pass = images.source();

            private long next;

            @Override
            public long rows() {
                return rows;
            }

            @Override
            public boolean next(final float[] units, final float[] targets) throws IOException {
                if (next == rows) {
                    return false;
                }
                next++;
                if (!pass.next(units, targets)) {
                    pass = images.source();
                    pass.next(units, targets);
                }
                return true;
            }
        };
    }

    /** Nanoseconds of the median step. */
    private static double medianStep(final SampleMatrix samples, final InputEncoding encoding) throws IOException {
        long[] ends = new long[WARM_UP + STEPS];
        int[] count = {0};
        TrainingMonitor monitor = new TrainingMonitor() {

            @Override
            public boolean cancelled() {
                return count[0] == ends.length;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                if (count[0] < ends.length) {
                    ends[count[0]++] = System.nanoTime();
                }
            }
        };
        LayerSettings layer = LayerSettings.boltzmannMachine(500, UnitType.BERNOULLI, 1000);
        try {
            LayerwisePretraining.train(samples, encoding, new LayerwisePretraining.Settings(List.of(layer), BATCH, 1, 0,
                Optional.empty(), 1), monitor);
        } catch (CancellationException enough) {
            if (count[0] < ends.length) {
                throw enough;
            }
        }
        double[] steps = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            steps[i] = ends[WARM_UP + i] - ends[WARM_UP + i - 1];
        }
        Arrays.sort(steps);
        return steps[STEPS / 2];
    }
}
