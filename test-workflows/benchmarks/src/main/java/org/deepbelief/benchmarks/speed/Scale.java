// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingProgress;
import org.deepbelief.engine.train.TrainingSettings;

/**
 * Prints the time of CD-1 on rows in memory and on rows in mapped files, from few to many rows; the many are the images
 * over and over. The heap is what the program was started with, the rows in the largest file far exceed it. Each round
 * draws other rows.
 */
public final class Scale {

    private static final int ROUNDS = 3;

    private static final int STEPS = 2000;

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
        System.out.printf(Locale.ROOT, "Heap at most %d MB; 784-500, CD-1, batch %d, 1 thread%n",
            Runtime.getRuntime().maxMemory() >> 20, BATCH);
        List<SampleMatrix> all = new ArrayList<>(List.of(images.samples()));
        try {
            for (long rows : new long[] {10_000, 60_000, 100_000, most}) {
                long start = System.nanoTime();
                SampleMatrix written = SampleMatrix.read(repeated(images, rows), 784, 0,
                    new StorageSettings(0, Path.of(System.getProperty("java.io.tmpdir"))), () -> false);
                all.add(written);
                System.out.printf(Locale.ROOT, "written: %,d rows, %,d MB, in %.1f s%n", rows, written.bytes() >> 20,
                    (System.nanoTime() - start) / 1e9);
            }
            printAvailableMemory();
            measure(all, images.encoding());
        } finally {
            all.forEach(SampleMatrix::close);
        }
    }

    /** Memory that the system can use as cache of the files, as Linux says: much of the result depends on it. */
    private static void printAvailableMemory() throws IOException {
        Path memory = Path.of("/proc/meminfo");
        if (Files.exists(memory)) {
            for (String line : Files.readAllLines(memory)) {
                if (line.startsWith("MemAvailable:")) {
                    System.out.printf(Locale.ROOT, "memory left for the system to keep files in: %,d MB%n",
                        Long.parseLong(line.replaceAll("\\D", "")) >> 10);
                }
            }
        }
    }

    private static void measure(final List<SampleMatrix> all, final InputEncoding encoding) throws IOException {
        double[][] medians = new double[all.size()][ROUNDS];
        double[][] means = new double[all.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < all.size(); i++) {
                long[] steps = steps(all.get(i), encoding, round + 1);
                means[i][round] = Arrays.stream(steps).sum() / (double)STEPS;
                Arrays.sort(steps);
                medians[i][round] = steps[STEPS / 2];
            }
        }
        System.out.printf("%n%-28s %18s %6s   %24s %6s%n", "", "median step", "ratio", "all steps, epochs' ends",
            "ratio");
        for (int i = 0; i < all.size(); i++) {
            System.out.printf(Locale.ROOT, "%,10d rows %-12s %9.2f us a row %6.3f   %15.2f us a row %6.3f%n",
                all.get(i).rows(), all.get(i).mapped() ? "in a file" : "in memory", middle(medians[i]) / 1e3 / BATCH,
                middleRatio(medians[i], medians[0]), middle(means[i]) / 1e3 / BATCH, middleRatio(means[i], means[0]));
        }
    }

    private static double middle(final double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double middleRatio(final double[] times, final double[] others) {
        double[] ratios = new double[times.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = times[i] / others[i];
        }
        return middle(ratios);
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

    /** Nanoseconds from each step's end to the next one's, with what comes between two epochs. */
    private static long[] steps(final SampleMatrix samples, final InputEncoding encoding, final long seed)
        throws IOException {
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
        LayerSettings layer = Speed.layer(500, 1000);
        try {
            LayerwisePretraining.train(samples, encoding, new LayerwisePretraining.Settings(List.of(layer),
                TrainingSettings.of(BATCH, seed).withThreads(1), Optional.empty()), monitor);
        } catch (CancellationException enough) {
            if (count[0] < ends.length) {
                throw enough;
            }
        }
        long[] steps = new long[STEPS];
        for (int i = 0; i < STEPS; i++) {
            steps[i] = ends[WARM_UP + i] - ends[WARM_UP + i - 1];
        }
        return steps;
    }
}
