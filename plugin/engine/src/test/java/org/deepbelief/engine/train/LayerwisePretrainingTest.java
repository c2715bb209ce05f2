// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.units.UnitGroup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerwisePretrainingTest {

    private static final ClassColumn CLASSES = new ClassColumn("shape", List.of("bar", "stripe"));

    private static final int UNITS = 256;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theBitsDoNotDependOnTheNumberOfThreads(final Precision precision) throws IOException {
        List<float[]> first = null;
        for (int threads : new int[] {1, 2, 4}) {
            LayerwisePretraining.Settings settings = settings(everything(), threads);
            try (SampleMatrix samples = samples(230, Long.MAX_VALUE)) {
                List<float[]> bits = bits(LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                    settings.withTraining(settings.training().withPrecision(precision)), TrainingMonitor.NONE)
                    .network());
                if (first == null) {
                    first = bits;
                }
                for (int i = 0; i < bits.size(); i++) {
                    assertArrayEquals(first.get(i), bits.get(i), "part " + i + " at " + threads + " threads");
                }
            }
        }
    }

    @Test
    void rowsInAFileGiveTheSameNetworkAndTheFilesAreGone() throws IOException {
        try (SampleMatrix memory = samples(230, Long.MAX_VALUE); SampleMatrix file = samples(230, 0)) {
            long named = files();
            List<float[]> expected = bits(LayerwisePretraining.train(memory, encoding(UnitType.bernoulli()),
                settings(everything(), 2), TrainingMonitor.NONE).network());
            List<float[]> actual = bits(LayerwisePretraining.train(file, encoding(UnitType.bernoulli()),
                settings(everything(), 2), TrainingMonitor.NONE).network());
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(expected.get(i), actual.get(i), "part " + i);
            }
            assertEquals(named, files(), "no file but that of the rows, which may have no name");
        }
        assertEquals(0, files());
    }

    @Test
    void anotherSeedGivesAnotherNetwork() throws IOException {
        try (SampleMatrix samples = samples(100, Long.MAX_VALUE)) {
            LayerwisePretraining.Settings one = settings(everything(), 1);
            LayerwisePretraining.Settings other = one.withTraining(one.training().withSeed(8));
            float[] a = bits(LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()), one,
                TrainingMonitor.NONE).network()).get(0);
            float[] b = bits(LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()), other,
                TrainingMonitor.NONE).network()).get(0);
            assertFalse(Arrays.equals(a, b));
        }
    }

    @Tag("long")
    @Test
    void aStepAllocatesNothingOnAnyThread() throws IOException {
        for (LayerSettings layer : everything()) {
            AllocationMonitor monitor = new AllocationMonitor();
            boolean top = layer.takesLabels();
            try (SampleMatrix samples = samples(20 * (AllocationMonitor.STEPS + 2), Long.MAX_VALUE)) {
                LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                    PlainSettings.pretraining(List.of(layer), 20, 1)
                        .withTraining(TrainingSettings.of(20, 1).withThreads(3))
                        .withLabelUnits(top ? Optional.of(CLASSES) : Optional.empty()), monitor);
            }
            assertEquals(3, monitor.threads, "the caller and two workers");
            assertEquals(0, monitor.leastBytes(), "bytes of " + layer);
        }
    }

    /**
     * Reads the bytes that the caller and the workers have allocated, at equal distances within an epoch. The virtual
     * machine itself allocates now and then when it compiles a method, so the least of the differences counts.
     */
    private static final class AllocationMonitor implements TrainingMonitor {

        private static final int WARM_UP = 80;

        private static final int WINDOW = 20;

        private static final int WINDOWS = 4;

        private static final int STEPS = WARM_UP + WINDOW * WINDOWS;

        private final ThreadMXBean bean = (ThreadMXBean)ManagementFactory.getThreadMXBean();

        private final long[] ids = new long[64];

        private final long[] bytes = new long[WINDOWS + 1];

        private int threads;

        private int steps;

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(final TrainingProgress progress) {
            if (steps++ == 0) {
                for (Thread thread : Thread.getAllStackTraces().keySet()) {
                    if (thread == Thread.currentThread() || thread.getName().startsWith("deepbelief-worker-")) {
                        ids[threads++] = thread.getId();
                    }
                }
            }
            if (steps >= WARM_UP && steps <= STEPS && (steps - WARM_UP) % WINDOW == 0) {
                for (int i = 0; i < threads; i++) {
                    bytes[(steps - WARM_UP) / WINDOW] += bean.getThreadAllocatedBytes(ids[i]);
                }
            }
        }

        long leastBytes() {
            long least = Long.MAX_VALUE;
            for (int i = 1; i < bytes.length; i++) {
                least = Math.min(least, bytes[i] - bytes[i - 1]);
            }
            return least;
        }
    }

    @Test
    void cancellingLeavesNothingBehind() throws IOException {
        int[] batches = {0};
        TrainingMonitor impatient = new TrainingMonitor() {

            @Override
            public boolean cancelled() {
                return batches[0] >= 60;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                batches[0]++;
            }
        };
        try (SampleMatrix samples = samples(230, 0)) {
            long named = files();
            assertThrows(CancellationException.class, () -> LayerwisePretraining.train(samples,
                encoding(UnitType.bernoulli()), settings(everything(), 3), impatient));
            assertEquals(60, batches[0], "it stops before the next batch");
            assertEquals(named, files(), "no file but that of the rows, which may have no name");
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("deepbelief-worker-")), "no thread is left");
    }

    @Test
    void progressAndLogTellLayerAndEpoch() throws IOException {
        List<String> messages = new ArrayList<>();
        List<Double> fractions = new ArrayList<>();
        TrainingMonitor monitor = new TrainingMonitor() {

            @Override
            public boolean cancelled() {
                return false;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                messages.add(progress.message());
                fractions.add(progress.fraction());
            }
        };
        try (SampleMatrix samples = samples(230, Long.MAX_VALUE)) {
            TrainingResult result = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                settings(everything(), 1), monitor);
            List<TrainingLog.Entry> entries = result.log().entries();
            assertEquals(3 * 2, entries.size());
            assertEquals(TrainingLog.LayerRange.only(2), entries.get(3).learned());
            assertEquals(2, entries.get(3).epoch());
            for (TrainingLog.Entry entry : entries) {
                assertTrue(entry.reconstructionError() > 0 && entry.validationReconstructionError() > 0);
                assertTrue(entry.weightNorm() > 0 && entry.rowsPerSecond() > 0);
            }
            assertTrue(Double.isFinite(entries.get(0).freeEnergyGap()));
            assertTrue(entries.get(0).pseudoLikelihood() < 0);
            TrainingStep step = result.network().provenance().steps().get(0);
            assertEquals(TrainingStep.PRETRAINING, step.name());
            assertEquals("2", step.settings().get("layers/1/learning/epochs"));
            assertEquals(207, step.rows());
        }
        assertTrue(messages.get(messages.size() - 1).startsWith("Layer 3 of 3, epoch 2 of 2, reconstruction error 0."),
            messages.get(messages.size() - 1));
        for (int i = 1; i < fractions.size(); i++) {
            assertTrue(fractions.get(i) > fractions.get(i - 1));
        }
        assertEquals(1, fractions.get(fractions.size() - 1), 1e-9);
    }

    @Test
    void anExplosionNamesTheLayerTheEpochAndTheSetting() throws IOException {
        LayerSettings wild = BoltzmannMachineSettings.plain(HiddenUnits.of(50, UnitType.gaussian()),
            Learning.plain(3, 5));
        try (SampleMatrix samples = samples(400, Long.MAX_VALUE)) {
            DivergenceException thrown = assertThrows(DivergenceException.class,
                () -> LayerwisePretraining.train(samples, encoding(UnitType.gaussian()),
                    PlainSettings.pretraining(List.of(wild), 100, 1), TrainingMonitor.NONE));
            assertTrue(thrown.getMessage().matches(
                "Layer 1 diverged in epoch \\d: .*Lower the learning rate \\(5.0\\)\\."), thrown.getMessage());
        }
    }

    /** So that units without other inputs have the means of the rows: log p / (1 - p), and of classes log p. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void beforeTheFirstEpochTheBiasesAreThoseOfTheMeans(final int layers) throws IOException {
        final float[][] rows = {{1, 0, 0.5f}, {1, 0.25f, 0}, {0, 0.25f, 0.5f}, {1, 0, 0.6f}};
        final LayerSettings layer = BoltzmannMachineSettings.plain(HiddenUnits.of(2, UnitType.bernoulli()),
            Learning.plain(0, 0.1));
        final InputEncoding encoding = new InputEncoding(List.of("x", "y", "z").stream().map(name ->
            (InputColumn)new NumberColumn(name, UnitType.bernoulli(), NumberScaling.NONE, 0, 1)).toList(),
            new float[3]);
        try (SampleMatrix samples = TestRows.of(rows, new float[] {1, Float.NaN, 1, 0})) {
            final DeepBeliefNetwork network = LayerwisePretraining.train(samples, encoding,
                new LayerwisePretraining.Settings(Collections.nCopies(layers, layer),
                    TrainingSettings.of(2, 1).withThreads(1),
                    Optional.of(new ClassColumn("c", List.of("a", "b")))), TrainingMonitor.NONE).network();
            final float[] biases = network.layers().get(0).dense().visibleBiases();
            assertEquals(Math.log(0.75 / 0.25), biases[0], 1e-5);
            assertEquals(Math.log(0.125 / 0.875), biases[1], 1e-5);
            assertEquals(Math.log(0.4 / 0.6), biases[2], 1e-5);
            final float[] labels = network.memory().labels().orElseThrow().biases();
            assertEquals(Math.log(2), labels[1] - labels[0], 1e-5);
        }
    }

    /** Of weights about 0 and biases of 0, in each of several batches: 1 / 2. */
    @Test
    void theMeanActivationIsOfAllRowsAndUnits() throws IOException {
        final LayerSettings layer = BoltzmannMachineSettings.plain(HiddenUnits.of(5, UnitType.bernoulli()),
            Learning.plain(2, 1e-9));
        try (SampleMatrix samples = TestRows.of(new float[7][UNITS], null)) {
            final List<TrainingLog.Entry> log = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                PlainSettings.pretraining(List.of(layer), 2, 1), TrainingMonitor.NONE).log().entries();
            assertEquals(2, log.size());
            for (final TrainingLog.Entry entry : log) {
                assertEquals(0.5, entry.meanActivation(), 1e-3);
            }
        }
    }

    @Test
    void whatCannotBeLearnedIsRefusedWithAReason() {
        try (SampleMatrix samples = TestRows.of(new float[][] {new float[UNITS]}, null)) {
            assertMessage("Label units are wanted, but the rows have no class.",
                () -> LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()), settings(everything(), 1),
                    TrainingMonitor.NONE));
        }
        assertMessage("The learning rate is 0.0; choose above 0.",
            () -> Learning.plain(1, 0));
        assertMessage("The kind of hidden units is Gaussian; choose Bernoulli or rectified linear for an autoencoder.",
            () -> PlainSettings.autoencoder(5, UnitType.gaussian(), 1));
        assertMessage("There is no layer to pretrain; add at least one.",
            () -> PlainSettings.pretraining(List.of(), 100, 1));
    }

    /** The weights of a training that fails in its third layer belong to nobody. */
    @Test
    void aTrainingThatFailsFreesTheLayersThatHaveLearned() throws IOException {
        final TrainingMonitor failing = new TrainingMonitor() {

            @Override
            public boolean cancelled() {
                return false;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                if (progress.layer() == 3) {
                    throw new IllegalStateException("no more");
                }
            }
        };
        try (Compute compute = Compute.open(1); SampleMatrix samples = samples(100, Long.MAX_VALUE)) {
            final LayerwisePretraining pretraining =
                new LayerwisePretraining(compute, settings(everything(), 1), failing);
            assertEquals("no more", assertThrows(IllegalStateException.class,
                () -> pretraining.stack(samples, encoding(UnitType.bernoulli()))).getMessage());
            assertEquals(2, pretraining.layers.size());
            for (final Layer layer : pretraining.layers) {
                assertThrows(IllegalStateException.class, () -> layer.recognitionWeights().get(0, 0));
            }
        }
    }

    /** The weights of a layer that has not learned to its end are freed with it, and those that it gave are not. */
    @Test
    void aLayersCourseFreesWhatItHasNotGiven() throws IOException {
        final double[] means = new double[UNITS];
        try (Compute compute = Compute.open(1); SampleMatrix samples = samples(100, Long.MAX_VALUE)) {
            for (final boolean given : new boolean[] {false, true}) {
                final FloatMatrix weights;
                try (LayerCourse course = new LayerCourse(compute, 0, settings(everything(), 1),
                    LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), UNITS)), means), samples,
                    Split.none(samples))) {
                    weights = ((ContrastiveDivergence)course.learner()).parameters().weights;
                    if (given) {
                        course.learner().layer();
                    }
                }
                if (given) {
                    assertTrue(Float.isFinite(weights.get(0, 0)));
                    weights.close();
                } else {
                    assertThrows(IllegalStateException.class, () -> weights.get(0, 0));
                }
            }
        }
    }

    /** Epochs before the switch learn by the first momentum, those from it on by the other. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "3, 2"})
    void theMomentumChangesAtItsEpoch(final int switchEpoch, final int epochsAsBefore) throws IOException {
        try (SampleMatrix samples = samples(60, Long.MAX_VALUE)) {
            for (int epochs = 1; epochs <= 2; epochs++) {
                final float[] switching = learned(samples, epochs, new Momentum(0.3, 0.8, switchEpoch));
                final float[] constant = learned(samples, epochs, Momentum.constant(0.3));
                assertEquals(epochs <= epochsAsBefore, Arrays.equals(switching, constant),
                    "after " + epochs + " epochs, switch at " + switchEpoch);
                if (switchEpoch == 0) {
                    assertArrayEquals(learned(samples, epochs, Momentum.constant(0.8)), switching);
                }
            }
        }
    }

    private static float[] learned(final SampleMatrix samples, final int epochs, final Momentum momentum)
        throws IOException {
        final LayerSettings layer = BoltzmannMachineSettings.plain(HiddenUnits.of(20, UnitType.bernoulli()),
            new Learning(epochs, Schedule.constant(0.05), momentum, Penalty.NONE));
        final FloatMatrix weights = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
            PlainSettings.pretraining(List.of(layer), 20, 3), TrainingMonitor.NONE).network().lastLayer().dense()
            .recognitionWeights();
        final float[] values = weights.toArray();
        weights.close();
        return values;
    }

    @Test
    void theTopMachineIsTheMemoryAndTheBottomSharesItsWeights() throws IOException {
        try (SampleMatrix samples = samples(100, Long.MAX_VALUE)) {
            DeepBeliefNetwork network = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                settings(everything(), 1), TrainingMonitor.NONE).network();
            assertSame(network.lastLayer().dense().generativeWeights(), network.memory().weights());
            assertTrue(network.layers().stream().allMatch(Layer::tied));
            assertEquals(CLASSES, network.memory().labels().get().target());
        }
    }

    /** Three layers that between them use all that a step can do. */
    private static List<LayerSettings> everything() {
        return List.of(
            new BoltzmannMachineSettings(hidden(400, UnitType.bernoulli(), 0.3), new Learning(2,
                new Schedule(0.05, 0.1), new Momentum(0.5, 0.9, 1), new Penalty(0.001, 0.0001)),
                new Chain(2, true, true), false, 0, true),
            new AutoencoderSettings(hidden(390, UnitType.bernoulli(), 0.2), learning(0.05), new Noise(0.2, 0.1)),
            new BoltzmannMachineSettings(hidden(420, UnitType.rectifiedLinear(), 0.2), learning(0.0005), Chain.OF_MEANS,
                false, 0, true));
    }

    private static HiddenUnits hidden(final int units, final UnitType type, final double dropout) {
        return new HiddenUnits(units, type, new Sparsity(0.1, 0.1), dropout);
    }

    private static Learning learning(final double rate) {
        return new Learning(2, Schedule.constant(rate), new Momentum(0.5, 0.9, 1), Penalty.l2(0.001));
    }

    private static LayerwisePretraining.Settings settings(final List<LayerSettings> layers, final int threads) {
        return new LayerwisePretraining.Settings(layers,
            TrainingSettings.of(20, 7).withValidationShare(0.1).withThreads(threads), Optional.of(CLASSES));
    }

    private static InputEncoding encoding(final UnitType type) {
        return new InputEncoding(List.of(new VectorColumn("pixels", VectorKind.DOUBLE, UNITS, type, NumberScaling.NONE,
            0, 1)), new float[UNITS]);
    }

    /** Bars and stripes of 16 x 16 with grey noise. */
    private SampleMatrix samples(final int count, final long budget) throws IOException {
        float[][] rows = new float[count][UNITS];
        float[] targets = new float[count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < UNITS; j++) {
                int line = i % 2 == 0 ? j / 16 : j % 16;
                rows[i][j] = (CounterRandom.uniform(1, i, line) > 0.7f ? 0.9f : 0f)
                    + 0.1f * CounterRandom.uniform(2, i, j);
            }
            targets[i] = i % 5 == 0 ? Float.NaN : i % 2;
        }
        return SampleMatrix.read(TestRows.source(rows, targets, true), UNITS, 1, new StorageSettings(budget, folder),
            () -> false);
    }

    private static List<float[]> bits(final DeepBeliefNetwork network) {
        List<float[]> parts = new ArrayList<>();
        for (Layer layer : network.layers()) {
            parts.add(layer.recognitionWeights().toArray());
            parts.add(layer.hiddenBiases());
            parts.add(layer.dense().visibleBiases());
        }
        parts.add(network.memory().labels().get().weights().toArray());
        parts.add(network.memory().labels().get().biases());
        return parts;
    }

    private static void assertMessage(final String message, final Executable executable) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
    }

    private long files() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.count();
        }
    }
}
