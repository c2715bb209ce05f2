// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntToDoubleFunction;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.junit.jupiter.api.Test;

/** The loop, by a learner whose one weight grows by the rate in each step. */
class TrainingTest {

    private static final int ROWS = 6;

    private static final TrainingSettings SETTINGS = TrainingSettings.of(2, 1).withThreads(1);

    private final List<Double> fractions = new ArrayList<>();

    private final List<String> messages = new ArrayList<>();

    private final List<Double> told = new ArrayList<>();

    private final List<Integer> starts = new ArrayList<>();

    private int stepsToCancel = Integer.MAX_VALUE;

    private final TrainingMonitor monitor = new TrainingMonitor() {
        @Override
        public boolean cancelled() {
            return fractions.size() >= stepsToCancel;
        }

        @Override
        public void progress(final TrainingProgress progress) {
            fractions.add(progress.fraction());
            messages.add(progress.message());
            told.add(progress.error());
        }
    };

    /** Its weight after n steps is n times the rate. */
    private static final class Counter implements Learner {

        private final Terms terms = new Terms();

        private final Term term = terms.sums("rows", 1);

        private final FloatMatrix weight;

        /** The errors of the steps; the last one is that of all further ones, too. */
        private double[] errors = {1};

        private double errorCount = 1;

        private int steps;

        Counter(final Compute compute) {
            weight = compute.zeros(1, 1);
        }

        @Override
        public List<Term> terms() {
            return terms;
        }

        @Override
        public void gather(final Batch batch, final Statistics statistics) {
            statistics.count(term, batch.count());
        }

        @Override
        public void apply(final Statistics statistics, final Rates rates) {
            assertEquals(2, statistics.count(term));
            weight.set(0, 0, weight.get(0, 0) + rates.learning());
            steps++;
        }

        @Override
        public LearnerState state() {
            return new LearnerState().parameter("weight", weight);
        }

        @Override
        public double error() {
            return errors[Math.min(steps, errors.length) - 1];
        }

        @Override
        public double errorCount() {
            return errorCount;
        }

        @Override
        public double weightNorm() {
            return Math.abs(weight.get(0, 0));
        }

        @Override
        public void close() {
            // The memory is the compute's.
        }
    }

    private record Counting(int layer, Counter learner, BatchSource batches, Epochs epochs, Schedule rate,
        IntToDoubleFunction validationLoss, List<Integer> starts) implements Course {

        @Override
        public void started(final int epoch) {
            assertEquals(0, learner.steps % 3, "before the first step");
            starts.add(epoch);
        }

        @Override
        public String errorName() {
            return "count";
        }

        @Override
        public Rates rates(final int epoch) {
            return new Rates(epoch, (float)rate.rate(epoch), 0);
        }

        @Override
        public String steepness(final int epoch) {
            return "the rate (" + rate.rate(epoch) + ")";
        }

        @Override
        public TrainingLog.Entry measure(final Epoch epoch) {
            return TrainingLog.Entry.of(TrainingLog.LayerRange.NONE, "Counting", epoch.number(),
                new TrainingLog.Layers(Double.NaN, epoch.weightNorm()), epoch.speed())
                .withLosses(new TrainingLog.Pair(epoch.error(), validationLoss.applyAsDouble(epoch.number())));
        }
    }

    private TrainingLog run(final TrainingSettings settings, final Epochs epochs, final Schedule rate,
        final IntToDoubleFunction validationLoss, final float[] weight) throws IOException {
        try (Compute compute = Compute.open(1); SampleMatrix samples = TestRows.of(new float[ROWS][1], null)) {
            final Counter learner = new Counter(compute);
            final Training training = new Training(compute, "Counting", 1, settings, monitor);
            training.run(new Counting(0, learner,
                BatchSource.whole(compute, samples, Split.none(samples).training(), settings), epochs, rate,
                validationLoss, starts));
            weight[0] = learner.weight.get(0, 0);
            return training.log();
        }
    }

    private static List<Integer> kept(final TrainingLog log) {
        return log.entries().stream().filter(TrainingLog.Entry::kept).map(TrainingLog.Entry::epoch).toList();
    }

    private static double none(final int epoch) {
        return Double.NaN;
    }

    @Test
    void itRunsAllEpochsAtTheirRatesAndKeepsTheLast() throws IOException {
        final float[] weight = new float[1];
        final TrainingLog log = run(SETTINGS, Epochs.of(4), new Schedule(1, 1), TrainingTest::none, weight);
        assertEquals(3 * (1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0), weight[0], 1e-5);
        assertEquals(List.of(4), kept(log));
        assertEquals(4.5, log.entries().get(1).weightNorm(), 1e-5);
        assertEquals(12, fractions.size());
        for (int i = 0; i < 12; i++) {
            assertEquals((i + 1) / 12.0, fractions.get(i), 1e-9);
        }
        assertEquals(Optional.empty(), log.stopped());
        assertEquals(List.of(0, 1, 2, 3), starts);
        assertEquals("Epoch 2 of 4, count 1.0000", messages.get(5), "as the log calls it");
    }

    @Test
    void progressSaysWhereATrainingIs() {
        final TrainingProgress progress = new TrainingProgress(3);
        progress.start(new Counting(2, null, null, Epochs.of(10), null, null, starts));
        progress.update(4, 0.25, Double.NaN);
        assertEquals("Layer 2 of 3, epoch 4 of 10", progress.message());
        progress.update(4, 0.25, 0.12345);
        assertEquals("Layer 2 of 3, epoch 4 of 10, count 0.1235", progress.message());
        assertEquals(List.of(2, 3, 4, 10), List.of(progress.layer(), progress.layers(), progress.epoch(),
            progress.epochs()));
        assertEquals(0.25, progress.fraction());
        assertEquals(0.12345, progress.error());
    }

    @Test
    void anEpochTakesItsOwnSeconds() throws IOException {
        final long start = System.nanoTime();
        final TrainingLog log = run(SETTINGS, Epochs.of(4), Schedule.constant(1), TrainingTest::none, new float[1]);
        final double all = (System.nanoTime() - start) / 1e9;
        final double epochs = log.entries().stream().mapToDouble(entry -> entry.speed().seconds()).sum();
        assertTrue(epochs > 1e-9 && epochs <= all, epochs + " of " + all);
        assertEquals(ROWS / log.entries().get(1).speed().seconds(), log.entries().get(1).speed().rowsPerSecond(), 1e-3);
    }

    /** A learner whose error is told with the number of what it is a sum over. */
    private void learn(final double count, final double... errors) throws IOException {
        try (Compute compute = Compute.open(1); SampleMatrix samples = TestRows.of(new float[ROWS][1], null)) {
            final Counter learner = new Counter(compute);
            learner.errors = errors;
            learner.errorCount = count;
            final Training training = new Training(compute, "Counting", 1, SETTINGS, monitor);
            training.run(new Counting(0, learner,
                BatchSource.whole(compute, samples, Split.none(samples).training(), SETTINGS), Epochs.of(2),
                Schedule.constant(1), TrainingTest::none, starts));
            final double[] mean = {(errors[0] + errors[1] + errors[2]) / (3 * count), errors[2] / count};
            for (int e = 0; e < 2; e++) {
                assertEquals(mean[e], training.log().entries().get(e).losses().training(), 1e-9 * mean[e]);
            }
        }
    }

    /** The mean of an epoch so far may be 10,000 times the first, or 10,000 where the first was below 1. */
    @Test
    void anErrorThatHasGrownTenThousandfoldHasExploded() throws IOException {
        learn(2, 4, 79_996, 2);
        assertEquals(List.of(2.0, 20_000.0, 80_002 / 6.0), told.subList(0, 3));
        learn(2, 1, 39_999, 2);
        assertEquals("Training diverged in epoch 1: the count has grown from 2.0 to 20000.25. Lower the rate (1.0).",
            assertThrows(DivergenceException.class, () -> learn(2, 4, 79_997, 2)).getMessage());
        assertThrows(DivergenceException.class, () -> learn(2, 1, 40_000, 2));
    }

    @Test
    void theLastEpochsAreAveraged() throws IOException {
        final float[] weight = new float[1];
        final TrainingLog log = run(SETTINGS, new Epochs(5, 3, 0), Schedule.constant(1), TrainingTest::none, weight);
        assertEquals((9 + 12 + 15) / 3.0, weight[0], 1e-5);
        assertEquals(List.of(3, 4, 5), kept(log));
    }

    @Test
    void earlyStoppingReturnsToTheBestEpoch() throws IOException {
        final double[] losses = {0, 3, 2, 1, 1.5, 1, 1.2, 0.5};
        final float[] weight = new float[1];
        final TrainingLog log =
            run(SETTINGS, new Epochs(7, 0, 3), Schedule.constant(1), epoch -> losses[epoch], weight);
        assertEquals(6, log.entries().size(), "three epochs without a lower loss after the third");
        assertEquals(9, weight[0], 1e-5);
        assertEquals(List.of(3), kept(log));
    }

    @Test
    void theFirstEpochMayBeTheBest() throws IOException {
        final float[] weight = new float[1];
        final TrainingLog log =
            run(SETTINGS, new Epochs(7, 0, 2), Schedule.constant(1), epoch -> epoch, weight);
        assertEquals(3, log.entries().size());
        assertEquals(3, weight[0], 1e-5);
        assertEquals(List.of(1), kept(log));
    }

    @Test
    void aTimeBudgetEndsItAfterAStepAndKeepsWhatWasLearned() throws IOException {
        final float[] weight = new float[1];
        final TrainingLog log = run(SETTINGS.withTimeBudget(Duration.ofNanos(1)), new Epochs(5, 5, 0),
            Schedule.constant(1), TrainingTest::none, weight);
        assertTrue(log.stopped().isPresent());
        assertEquals(1, log.entries().size());
        assertEquals(List.of(1), kept(log));
        assertEquals(1, weight[0], "one step");
        assertEquals(1, fractions.size());
        assertEquals(List.of(1), kept(run(SETTINGS.withTimeBudget(Duration.ofNanos(1)), new Epochs(5, 2, 0),
            Schedule.constant(1), TrainingTest::none, weight)), "the epochs of the mean were never reached");
        assertEquals(Optional.empty(), run(SETTINGS.withTimeBudget(Duration.ofHours(1)), Epochs.of(2),
            Schedule.constant(1), TrainingTest::none, weight).stopped());
    }

    @Test
    void itIsCancelledBetweenSteps() {
        stepsToCancel = 5;
        final CancellationException thrown = assertThrows(CancellationException.class,
            () -> run(SETTINGS, Epochs.of(4), Schedule.constant(1), TrainingTest::none, new float[1]));
        assertEquals("Counting was cancelled.", thrown.getMessage());
        assertEquals(5, fractions.size());
    }

    @Test
    void weightsThatGrowBeyondAThousandHaveExploded() {
        final DivergenceException thrown = assertThrows(DivergenceException.class,
            () -> run(SETTINGS, Epochs.of(4), Schedule.constant(200), TrainingTest::none, new float[1]));
        assertTrue(thrown.getMessage().startsWith("Training diverged in epoch 2: the weights have grown to 1200"),
            thrown.getMessage());
        assertTrue(thrown.getMessage().endsWith("Lower the rate (200.0)."), thrown.getMessage());
    }

    /** Steps of a part of the rows are watched as a whole training is. */
    @Test
    void weightsOfAThousandAreTooLargeAfterSomeStepsToo() throws IOException {
        try (Compute compute = Compute.open(1); SampleMatrix samples = TestRows.of(new float[ROWS][1], null)) {
            final Counter learner = new Counter(compute);
            learner.errors = new double[] {3, 5};
            final Training training = new Training(compute, "Counting", 1, SETTINGS, monitor);
            final BatchSource batches =
                BatchSource.whole(compute, samples, Split.none(samples).training(), SETTINGS);
            assertEquals(new Training.Steps(4, 8, 2), training.steps(new Counting(0, learner, batches, Epochs.of(1),
                Schedule.constant(499.5), TrainingTest::none, starts), 0, 0, 2));
            learner.steps = 0;
            assertThrows(DivergenceException.class, () -> training.steps(new Counting(0, learner, batches, Epochs.of(1),
                Schedule.constant(1), TrainingTest::none, starts), 0, 2, 3));
            assertEquals(List.of(), training.log().entries());
        }
    }

    @Test
    void anErrorThatIsNoNumberHasExploded() throws IOException {
        for (final double error : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            try (Compute compute = Compute.open(1); SampleMatrix samples = TestRows.of(new float[ROWS][1], null)) {
                final Counter learner = new Counter(compute);
                final Training training = new Training(compute, "Counting", 1, SETTINGS, monitor);
                learner.errors = new double[] {error};
                final Course course = new Counting(0, learner,
                    BatchSource.whole(compute, samples, Split.none(samples).training(), SETTINGS), Epochs.of(1),
                    Schedule.constant(1), TrainingTest::none, starts);
                assertTrue(assertThrows(DivergenceException.class, () -> training.run(course), "error " + error)
                    .getMessage().contains("the count has grown"));
            }
        }
    }
}
