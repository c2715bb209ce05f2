// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.bytedeco.javacpp.Pointer;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.Penalty;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;

/**
 * Learns from 20,000 rows of 100,000 inputs with 100 ones each and prints memory, error and time, the time beside that
 * of a dense net of 10,000 inputs with as many hidden units.
 *
 * <p>A row has 80 of the 200 inputs of one of 500 topics, which are there to be found, and 20 of all inputs. Uniform:
 * all inputs are equally frequent, which is the hard case, since hardly two rows of a batch share an input and nearly
 * 10,000 inputs are not zero in it. Zipf: the frequency of a topic's inputs falls with their rank.
 */
public final class Sparse {

    private static final int ROWS = 20_000;

    private static final int INPUTS = 100_000;

    private static final int ONES = 100;

    private static final int TOPICS = 500;

    private static final int TOPIC_INPUTS = INPUTS / TOPICS;

    private static final int TOPIC_ONES = 80;

    private static final int DENSE_INPUTS = 10_000;

    private static final int DENSE_ROWS = 1_000;

    private static final int BATCH = 100;

    /** Each input is seldom on, so that its mean gradient is small. */
    private static final double RATE = 1;

    private static final int WARM_UP = 5;

    private static final int STEPS = 40;

    private final int hidden;

    private final double zeros;

    private final int threads;

    private Sparse(final int hidden, final double zeros, final int threads) {
        this.hidden = hidden;
        this.zeros = zeros;
        this.threads = threads;
    }

    /**
     * @param arguments hidden units (500), zeros sampled for each input that is not zero in a batch (1), threads (1),
     *            epochs (3)
     * @throws Exception if a training fails
     */
    public static void main(final String[] arguments) throws Exception {
        Sparse sparse = new Sparse(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500,
            arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1,
            arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1);
        int epochs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        try (Compute compute = Compute.open(1)) {
            System.out.printf(Locale.ROOT, "%s; %,d rows of %,d inputs, %d of them 1; %d hidden units, CD-1, batch %d,"
                + " %s sampled zeros, %d thread(s)%n", compute.blasName(), ROWS, INPUTS, ONES, sparse.hidden, BATCH,
                sparse.zeros, sparse.threads);
        }
        for (boolean uniform : new boolean[] {true, false}) {
            System.out.printf("%n%s%n", uniform ? "Uniform" : "Zipf");
            long start = System.nanoTime();
            try (SampleMatrix samples = read(source(uniform, ROWS, INPUTS), INPUTS)) {
                System.out.printf(Locale.ROOT, "read in %.1f s, %,d MB%n", (System.nanoTime() - start) / 1e9,
                    samples.bytes() >> 20);
                sparse.learn(samples, epochs, uniform);
                sparse.compare(samples);
            }
        }
    }

    /** All of a training, and after it the peak of the memory, of which the first is the sparse one's alone. */
    private void learn(final SampleMatrix samples, final int epochs, final boolean first) throws IOException {
        long before = Pointer.physicalBytes();
        long start = System.nanoTime();
        TrainingLog log = LayerwisePretraining.train(samples, encoding(INPUTS), settings(zeros, epochs, 0.05),
            TrainingMonitor.NONE).log();
        double seconds = (System.nanoTime() - start) / 1e9;
        for (TrainingLog.Entry entry : log.entries()) {
            System.out.printf(Locale.ROOT, "epoch %d: error %.6f, held out %.6f, pseudo-likelihood %.1f, %.1f s%n",
                entry.epoch(), entry.reconstructionError(), entry.validationReconstructionError(),
                entry.pseudoLikelihood(), entry.seconds());
        }
        System.out.printf(Locale.ROOT, "whole training, with its start, its measurements and its end: %.1f us a row%n",
            seconds * 1e6 / epochs / samples.rows());
        if (first) {
            double weights = 2.0 * INPUTS * hidden * Float.BYTES;
            long peak = peakBytes();
            System.out.printf(Locale.ROOT, "weights and momentum %.0f MB; peak of the process %.0f MB, %.2f times;"
                + " before the training %.0f MB%n", weights / 1e6, peak / 1e6, peak / weights, before / 1e6);
        }
    }

    /** The most memory that the process has had, as Linux says. */
    private static long peakBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return 0;
    }

    /** Steps of the sparse and of the dense net in turns. */
    private void compare(final SampleMatrix samples) throws Exception {
        Turns[] turns = Turns.two(WARM_UP + STEPS);
        try (SampleMatrix dense = read(bits(), DENSE_INPUTS)) {
            Thread other = new Thread(() -> run(dense, DENSE_INPUTS, 0, turns[1]));
            other.start();
            run(samples, INPUTS, zeros, turns[0]);
            other.join();
        }
        double[] sparseTimes = new double[STEPS];
        double[] denseTimes = new double[STEPS];
        double[] ratios = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            sparseTimes[i] = turns[0].steps()[WARM_UP + i] / 1e3 / BATCH;
            denseTimes[i] = turns[1].steps()[WARM_UP + i] / 1e3 / BATCH;
            ratios[i] = sparseTimes[i] / denseTimes[i];
        }
        Arrays.sort(sparseTimes);
        Arrays.sort(denseTimes);
        Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "a step: %.1f us a row; dense net of %,d inputs: %.1f us; ratio %.2f"
            + " (%.2f to %.2f)%n", sparseTimes[STEPS / 2], DENSE_INPUTS, denseTimes[STEPS / 2], ratios[STEPS / 2],
            ratios[STEPS / 4], ratios[STEPS * 3 / 4]);
    }

    private void run(final SampleMatrix samples, final int inputs, final double sampledZeros, final Turns turns) {
        try {
            LayerwisePretraining.train(samples, encoding(inputs), settings(sampledZeros, 1000, 0), turns);
        } catch (CancellationException enough) {
            // It has measured all steps.
        } catch (IOException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private LayerwisePretraining.Settings settings(final double sampledZeros, final int epochs,
        final double validation) {
        LayerSettings layer = BoltzmannMachineSettings.plain(HiddenUnits.of(hidden, UnitType.bernoulli()),
            new Learning(epochs, Schedule.constant(RATE), new Momentum(0.5, 0.9, 1), Penalty.l2(1e-5)))
            .withSampledZeros(sampledZeros);
        return new LayerwisePretraining.Settings(List.of(layer),
            TrainingSettings.of(BATCH, 1).withValidationShare(validation).withThreads(threads), Optional.empty());
    }

    private static InputEncoding encoding(final int inputs) {
        return new InputEncoding(List.of(new VectorColumn("bits", VectorKind.BIT, inputs, UnitType.bernoulli(),
            NumberScaling.NONE, 0, 1)), new float[inputs]);
    }

    private static SampleMatrix read(final RowSource source, final int inputs) throws IOException {
        return SampleMatrix.read(source, inputs, 0,
            new StorageSettings(128 << 20, Path.of(System.getProperty("java.io.tmpdir"))), () -> false);
    }

    private static RowSource source(final boolean uniform, final int count, final int inputs) {
        Random random = new Random(1);
        double[] cumulative = new double[TOPIC_INPUTS];
        double sum = 0;
        for (int rank = 0; rank < TOPIC_INPUTS; rank++) {
            sum += uniform ? 1 : 1.0 / (rank + 10);
            cumulative[rank] = sum;
        }
        return rows(count, units -> {
            Arrays.fill(units, 0f);
            int topic = random.nextInt(TOPICS);
            for (int ones = 0; ones < ONES;) {
                int at = ones < TOPIC_ONES
                    ? topic + TOPICS * rank(cumulative, random.nextDouble()) : random.nextInt(inputs);
                ones += units[at] == 0f ? 1 : 0;
                units[at] = 1f;
            }
        });
    }

    private static int rank(final double[] cumulative, final double part) {
        int at = Arrays.binarySearch(cumulative, part * cumulative[cumulative.length - 1]);
        return at < 0 ? -at - 1 : at;
    }

    /** Rows of which half is 1. */
    private static RowSource bits() {
        Random random = new Random(2);
        return rows(DENSE_ROWS, units -> {
            for (int i = 0; i < units.length; i++) {
                units[i] = random.nextInt(2);
            }
        });
    }

    private interface Row {

        void fill(float[] units);
    }

    private static RowSource rows(final int count, final Row row) {
        return new RowSource() {

            private int next;

            @Override
            public long rows() {
                return count;
            }

            @Override
            public boolean next(final float[] units, final float[] targets) {
                if (next == count) {
                    return false;
                }
                next++;
                row.fill(units);
                return true;
            }
        };
    }
}
