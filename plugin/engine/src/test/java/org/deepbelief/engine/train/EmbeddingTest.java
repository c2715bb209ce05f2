// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.train.Embedding.Aim;
import org.deepbelief.engine.train.Embedding.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

    private static final int UNITS = 12;

    private static final ClassColumn GROUP = new ClassColumn("group", List.of("a", "b", "c"));

    private static final Aim.Neighbours NEAR = new Aim.Neighbours(8);

    /** What lies together, one of each kind. */
    private enum Kind {
        NEIGHBOURS(NEAR), CLASSES(new Aim.Classes(GROUP)), BOTH(new Aim.Both(NEAR, GROUP, 0.4));

        private final Aim aim;

        Kind(final Aim aim) {
            this.aim = aim;
        }
    }

    private final Random random = new Random(17);

    /** Rows around one of three centres each. */
    private float[][] rows(final int count) {
        final float[][] centres = new float[3][UNITS];
        for (int i = 0; i < UNITS; i++) {
            centres[i % 3][i] = 0.8f;
        }
        final float[][] rows = new float[count][UNITS];
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < UNITS; i++) {
                rows[r][i] = Math.max(0, Math.min(1, centres[r % 3][i] + 0.1f + 0.15f * (float)random.nextGaussian()));
            }
        }
        return rows;
    }

    /** The group of each row, of the first {@code labelled} rows. */
    private static float[] groups(final int count, final int labelled) {
        final float[] groups = new float[count];
        for (int r = 0; r < count; r++) {
            groups[r] = r < labelled ? r % 3 : Float.NaN;
        }
        return groups;
    }

    private static Settings settings(final Aim aim, final int batchSize, final int epochs) {
        return new Settings(aim, 2, TrainingSettings.of(batchSize, 3).withThreads(1), Epochs.of(epochs),
            new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.01), 0.9, 0), Dropout.NONE, 0);
    }

    private static double[][] places(final DeepBeliefNetwork network, final float[][] rows) throws IOException {
        final double[][] places = new double[rows.length][];
        final int[] at = {0};
        try (FeatureExtraction extraction =
            new FeatureExtraction(network, List.of(network.layers().size()), FeatureKind.PROBABILITIES, 1, 1)) {
            extraction.run(TestRows.source(rows, null, true), row -> places[at[0]++] = row.toArray());
        }
        return places;
    }

    /** The share of new rows whose nearest row in the map is of another group. */
    private static double error(final double[][] learned, final double[][] asked) {
        int wrong = 0;
        for (int i = 0; i < asked.length; i++) {
            int best = 0;
            for (int j = 1; j < learned.length; j++) {
                best = distance(asked[i], learned[j]) < distance(asked[i], learned[best]) ? j : best;
            }
            wrong += best % 3 == i % 3 ? 0 : 1;
        }
        return (double)wrong / asked.length;
    }

    private static double distance(final double[] a, final double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void newRowsLieWithTheirGroup(final Kind kind) throws IOException {
        final float[][] learned = rows(300);
        final float[][] asked = rows(150);
        final DeepBeliefNetwork start = Networks.withLabels(Networks.random(1, 0.3, UNITS, 20, 10), 1, 0.1, GROUP);
        try (SampleMatrix samples = TestRows.of(learned, groups(300, kind == Kind.BOTH ? 30 : 300))) {
            final TrainingResult result = Embedding.train(start, samples,
                settings(kind.aim, 100, 40).withTraining(TrainingSettings.of(100, 3).withValidationShare(0.2),
                    Epochs.of(40)), TrainingMonitor.NONE);
            final DeepBeliefNetwork network = result.network();
            assertTrue(error(places(network, learned), places(network, asked)) < 0.03);
            final List<TrainingLog.Entry> log = result.log().entries();
            assertEquals(40, log.size());
            assertTrue(log.get(39).loss() < 0.7 * log.get(0).loss());
            assertTrue(log.get(39).validationLoss() < 0.9 * log.get(0).validationLoss());
            assertEquals("Embedding", log.get(0).phase());
            assertEquals(3, network.layers().size());
            assertEquals(LayerKind.EMBEDDING, network.lastLayer().kind());
            assertEquals(Optional.empty(), network.head());
            assertEquals(Optional.empty(), network.memory().labels());
            assertTrue(network.provenance().has(TrainingStep.EMBEDDING));
            assertEquals(240, network.provenance().steps().get(1).rows());
            final ByteArrayOutputStream file = new ByteArrayOutputStream();
            ModelArchive.write(network, file);
            final DeepBeliefNetwork read = ModelArchive.read(new ByteArrayInputStream(file.toByteArray()));
            assertEquals(network.structure(), read.structure());
            assertArrayEquals(places(network, asked)[7], places(read, asked)[7]);
        }
    }

    @Test
    void aMapGivesWayToTheNextOne() {
        try (SampleMatrix samples = TestRows.of(rows(60), groups(60, 60))) {
            final DeepBeliefNetwork first = Embedding.train(Networks.random(1, 0.3, UNITS, 20), samples,
                settings(NEAR, 60, 1), TrainingMonitor.NONE).network();
            final DeepBeliefNetwork second = Embedding.train(first, samples,
                settings(NEAR, 60, 1).withDimensions(5), TrainingMonitor.NONE).network();
            assertEquals(List.of(20, 5), second.layers().stream().map(layer -> layer.hiddenUnits()).toList());
        }
    }

    @Test
    void frozenLayersKeepTheirWeights() {
        try (SampleMatrix samples = TestRows.of(rows(60), groups(60, 60))) {
            final DeepBeliefNetwork start = Networks.random(1, 0.3, UNITS, 20, 10);
            final Settings all = settings(NEAR, 60, 2);
            final DeepBeliefNetwork network = Embedding.train(start, samples,
                new Settings(NEAR, 2, all.training(), all.epochs(), all.descent(), Dropout.NONE, 1),
                TrainingMonitor.NONE).network();
            assertArrayEquals(start.layers().get(0).recognitionWeights().toArray(),
                network.layers().get(0).recognitionWeights().toArray());
            assertFalse(Arrays.equals(start.layers().get(1).recognitionWeights().toArray(),
                network.layers().get(1).recognitionWeights().toArray()));
        }
    }

    /** Beside central differences of the loss that is measured, which is in float32: large steps, some per cent. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void gradientsAreTheDifferencesOfTheLoss(final Kind kind) {
        final int rows = 24;
        final float step = 4e-3f;
        try (Compute compute = Compute.open(1)) {
            final DeepBeliefNetwork start = Networks.random(5, 1.5, UNITS, 6, 4);
            final EmbeddingWork work = new EmbeddingWork(compute, start, settings(kind.aim, rows, 1), rows);
            work.stack().top().weights().write(Networks.vector(random, 3, 4 * 2));
            final FloatMatrix visible = compute.zeros(rows, UNITS);
            final FloatMatrix targets = compute.zeros(rows, 1);
            final float[][] values = rows(rows);
            for (int r = 0; r < rows; r++) {
                visible.writeRow(r, values[r]);
                targets.set(r, 0, r % 4 == 3 ? Float.NaN : r % 3);
            }
            final Batch batch = Stepping.batch(visible, targets, rows, 0);
            final SummedStatistics statistics = new SummedStatistics(compute, work.learner().terms());
            statistics.clear();
            work.learner().gather(batch, statistics);
            final double loss = work.learner().error() / work.learner().errorCount();
            assertEquals(loss, measure(work, batch), 1e-6 * loss);
            int compared = 0;
            for (int s = 0; s < 3; s++) {
                final BackpropagationStage stage = work.stack().stages().get(s);
                final FloatMatrix gradient = compute.zeros(stage.weights().rows(), stage.weights().columns());
                statistics.gradient(work.learner().terms().get(2 * s), 1f / rows, gradient);
                compared += compare(work, batch, stage.weights(), gradient, step);
                final FloatMatrix biases = compute.copy(statistics.sums(work.learner().terms().get(2 * s + 1)));
                compute.scale(biases, 1, 1f / rows);
                if (s < 2) {
                    compared += compare(work, batch, stage.biases(), biases, step);
                } else {
                    assertArrayEquals(new float[2], biases.toArray(), 1e-6f, "a map may lie anywhere");
                }
            }
            assertEquals(UNITS * 6 + 6 + 6 * 4 + 4 + 4 * 2, compared);
        }
    }

    private static int compare(final EmbeddingWork work, final Batch batch, final FloatMatrix weights,
        final FloatMatrix gradient, final float step) {
        double largest = 0;
        for (final float value : gradient.toArray()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest > 5e-3, "a gradient of " + largest);
        for (int i = 0; i < weights.rows(); i++) {
            for (int j = 0; j < weights.columns(); j++) {
                final float value = weights.get(i, j);
                weights.set(i, j, value + step);
                final double above = measure(work, batch);
                weights.set(i, j, value - step);
                final double below = measure(work, batch);
                weights.set(i, j, value);
                assertEquals((below - above) / (2 * step), gradient.get(i, j), 0.015 * largest, i + ", " + j);
            }
        }
        return weights.rows() * weights.columns();
    }

    private static double measure(final EmbeddingWork work, final Batch batch) {
        final Losses losses = new Losses();
        work.stack().measure(batch, losses);
        return losses.mean();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void threadsDoNotChangeABit(final int threads) {
        try (SampleMatrix samples = TestRows.of(rows(90), groups(90, 20))) {
            final float[][] weights = new float[2][];
            for (int run = 0; run < 2; run++) {
                final Settings settings = settings(Kind.BOTH.aim, 40, 3);
                weights[run] = Embedding.train(Networks.random(1, 0.3, UNITS, 300, 40), samples,
                    settings.withTraining(settings.training().withThreads(run == 0 ? 1 : threads), Epochs.of(3)),
                    TrainingMonitor.NONE).network().layers().get(0).recognitionWeights().toArray();
            }
            assertArrayEquals(weights[0], weights[1]);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aStepAllocatesNothing(final Kind kind) {
        final int rows = 120;
        try (Allocations allocations = new Allocations(2); FloatMatrix visible = FloatMatrix.zeros(rows, UNITS);
            FloatMatrix targets = FloatMatrix.zeros(rows, 1)) {
            final EmbeddingWork work = new EmbeddingWork(allocations.compute(),
                Networks.random(1, 0.1, UNITS, 300, 50), settings(kind.aim, rows, 1), rows);
            final float[][] values = rows(rows);
            for (int r = 0; r < rows; r++) {
                visible.writeRow(r, values[r]);
                targets.set(r, 0, r % 3);
            }
            final Batch batch = Stepping.batch(visible, targets, rows, 0);
            final Statistics statistics = new FusedStatistics(allocations.compute(), work.learner().terms());
            final Rates rates = Rates.of(0.001, 0.9);
            allocations.assertNone(number -> {
                statistics.clear();
                work.learner().gather(batch.at(0, number, rows), statistics);
                work.learner().apply(statistics, rates);
            });
        }
    }

    /** Of 100 rows with 7 labelled, batches of at most 20: each has all 7, and an epoch all others once. */
    @Test
    void everyBatchHasRowsWithAClass() {
        try (SampleMatrix samples = TestRows.of(rows(100), groups(100, 7)); Compute compute = Compute.open(1)) {
            final EmbeddingRows rows = EmbeddingRows.of(samples, settings(new Aim.Both(new Aim.Neighbours(3), GROUP,
                0.5), 20, 1), () -> { });
            final BatchSource batches = rows.learned(compute, samples, null);
            assertEquals(100, rows.learned());
            assertEquals(8, batches.batches());
            assertEquals(19, rows.batchSize());
            for (int epoch = 0; epoch < 2; epoch++) {
                final Set<Long> seen = new HashSet<>();
                batches.startEpoch(epoch);
                for (int number = 0; number < 8; number++) {
                    final Batch batch = batches.fetch(number);
                    final Set<Long> inBatch = new HashSet<>();
                    int labelled = 0;
                    for (int i = 0; i < batch.count(); i++) {
                        inBatch.add(batch.numbers()[i]);
                        assertEquals(batch.numbers()[i] < 7 ? batch.numbers()[i] % 3 : Float.NaN,
                            batch.targets().get(i, 0));
                        labelled += batch.numbers()[i] < 7 ? 1 : 0;
                    }
                    assertEquals(7, labelled);
                    assertEquals(batch.count(), inBatch.size());
                    assertTrue(batch.count() >= 16, "rows " + batch.count());
                    seen.addAll(inBatch);
                }
                assertEquals(100, seen.size());
            }
        }
    }

    /** With more of them than half of a batch they take turns: 30 of 100 in batches of 20, 10 in each. */
    @Test
    void rowsWithAClassTakeTurns() {
        try (SampleMatrix samples = TestRows.of(rows(100), groups(100, 30)); Compute compute = Compute.open(1)) {
            final BatchSource batches = EmbeddingRows.of(samples, settings(new Aim.Both(new Aim.Neighbours(3), GROUP,
                0.5), 20, 1), () -> { }).learned(compute, samples, null);
            assertEquals(7, batches.batches());
            batches.startEpoch(0);
            for (int pass = 0; pass < 2; pass++) {
                final Set<Long> labelled = new HashSet<>();
                for (int number = 3 * pass; number < 3 * pass + 3; number++) {
                    final Batch batch = batches.fetch(number);
                    for (int i = 0; i < batch.count(); i++) {
                        if (batch.numbers()[i] < 30) {
                            labelled.add(batch.numbers()[i]);
                        }
                    }
                }
                assertEquals(30, labelled.size());
            }
        }
    }

    @Test
    void rowsWithoutAClassAreLeftOutWhereOnlyClassesCount() {
        try (SampleMatrix samples = TestRows.of(rows(100), groups(100, 30)); Compute compute = Compute.open(1)) {
            final EmbeddingRows rows =
                EmbeddingRows.of(samples, settings(new Aim.Classes(GROUP), 20, 1), () -> { });
            assertEquals(30, rows.learned());
            assertEquals(2, rows.learned(compute, samples, null).batches());
            assertEquals(15, rows.batchSize());
        }
    }

    @Test
    void whatDoesNotFitIsSaid() {
        final DeepBeliefNetwork network = Networks.random(1, 0.3, UNITS, 20);
        try (SampleMatrix few = TestRows.of(rows(9), groups(9, 1)); SampleMatrix narrow = TestRows.of(
            new float[][]{{1, 0}, {0, 1}}, null)) {
            assertRefused("The perplexity is 8.0, but of the 9 rows to learn from a batch has 9", network, few,
                settings(NEAR, 100, 1));
            assertRefused("The perplexity is 8.0, but of the 9 rows to learn from a batch has 4", network, few,
                settings(NEAR, 5, 1));
            assertRefused("The column \"group\" has 1 rows with a class", network, few,
                settings(new Aim.Classes(GROUP), 5, 1));
            assertRefused("The rows have 2 units, but the network takes 12.", network, narrow, settings(NEAR, 5, 1));
            final Settings all = settings(NEAR, 9, 1);
            assertRefused("The network has 1 layers below the map; 2 of them cannot be frozen.", network, few,
                new Settings(NEAR, 2, all.training(), all.epochs(), all.descent(), Dropout.NONE, 2));
            assertRefused("Early stopping needs rows to measure on, but a validation share of 0.01 of 9 rows", network,
                few, settings(new Aim.Neighbours(2), 9, 1).withTraining(all.training().withValidationShare(0.01),
                    new Epochs(3, 0, 1)));
        }
        assertMessage("The perplexity is 1.0; choose more than 1.", () -> new Aim.Neighbours(1));
        assertMessage("The weight of the classes is 1.0; choose above 0 and below 1.",
            () -> new Aim.Both(NEAR, GROUP, 1));
        assertMessage("The number of dimensions is 0; choose at least 1.",
            () -> settings(NEAR, 5, 1).withDimensions(0));
        assertMessage("The batch size is 1; choose at least 2.", () -> settings(NEAR, 1, 1));
    }

    private static void assertRefused(final String message, final DeepBeliefNetwork network,
        final SampleMatrix samples, final Settings settings) {
        assertMessage(message, () -> Embedding.train(network, samples, settings, TrainingMonitor.NONE));
    }

    private static void assertMessage(final String message, final Executable wrong) {
        final String said = assertThrows(IllegalArgumentException.class, wrong).getMessage();
        assertTrue(said.startsWith(message), said);
    }

    @Test
    void isCancelledBetweenSteps() {
        final int[] steps = {0};
        final TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public boolean cancelled() {
                return steps[0] == 3;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                steps[0]++;
            }
        };
        try (SampleMatrix samples = TestRows.of(rows(200), null)) {
            assertThrows(CancellationException.class, () -> Embedding.train(Networks.random(1, 0.3, UNITS, 20),
                samples, settings(NEAR, 20, 9), monitor));
        }
        assertEquals(3, steps[0]);
    }
}
