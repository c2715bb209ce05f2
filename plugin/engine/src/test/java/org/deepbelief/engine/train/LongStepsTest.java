// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.infer.Generation;
import org.deepbelief.engine.infer.LogLikelihood;
import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.cpu.Natives;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What takes minutes at the upper end of its settings' ranges, and is to answer a cancel within a second. */
class LongStepsTest {

    private static final int MOST_STEPS = 1_000_000;

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final Duration ANSWER = Duration.ofSeconds(1);

    private static final OperatingSystemMXBean PROCESS =
        (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();

    /** Says yes once its time is up. */
    private static final class Deadline implements BooleanSupplier, TrainingMonitor {

        private final Thread clock = new Thread(this::expire);

        private volatile long end;

        private volatile long work;

        private volatile boolean expired;

        void start() {
            clock.setDaemon(true);
            clock.start();
        }

        private void expire() {
            LockSupport.parkNanos(PATIENCE.toNanos());
            work = PROCESS.getProcessCpuTime();
            end = System.nanoTime();
            expired = true;
        }

        @Override
        public boolean getAsBoolean() {
            return expired;
        }

        @Override
        public boolean cancelled() {
            return getAsBoolean();
        }

        @Override
        public void progress(final TrainingProgress progress) {
            throw new AssertionError("a step went to its end");
        }

        /** How long ago that was, not counting what other programs took of the processors. */
        Duration since() {
            return Duration.ofNanos(Math.min(System.nanoTime() - end, PROCESS.getProcessCpuTime() - work));
        }
    }

    @FunctionalInterface
    private interface LongWork {

        void run(SampleMatrix samples, Deadline deadline) throws IOException;
    }

    private record Case(String name, int rows, int units, LongWork work) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Case> cases() {
        return Stream.of(
            new Case("a million Gibbs steps of contrastive divergence", 20, 5,
                pretraining(new Chain(MOST_STEPS, false, true), 4, 20)),
            new Case("a million Gibbs steps of a persistent chain", 20, 5,
                pretraining(new Chain(MOST_STEPS, true, true), 4, 20)),
            new Case("a thousand Gibbs steps at 200 x 2,000", 100, 200,
                pretraining(new Chain(1000, false, false), 2000, 100)),
            new Case("a batch of 20,000 rows at 200 x 2,000", 20_000, 200,
                pretraining(new Chain(10, false, true), 2000, 100_000)),
            new Case("a million Gibbs steps of wake-sleep", 20, 5, (samples, deadline) ->
                WakeSleepTuning.train(Networks.random(1, 0.1, 5, 4, 3), samples,
                    new WakeSleepTuning.Settings(TrainingSettings.of(20, 1), Epochs.of(1),
                        WakeSleepTuning.LearningRates.constant(0.01), 0, 0, List.of(MOST_STEPS), 1, Optional.empty()),
                    deadline)),
            new Case("a map's batch of 7,000 rows", 7000, 5, (samples, deadline) ->
                Embedding.train(Networks.random(1, 0.1, 5, 4, 3), samples,
                    new Embedding.Settings(new Embedding.Aim.Neighbours(1000), 2, TrainingSettings.of(7000, 1),
                        Epochs.of(1), new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.01), 0.9, 0),
                        Dropout.NONE, 0), deadline)),
            new Case("a million Gibbs steps of generation", 1, 5, (samples, deadline) -> {
                try (Generation generation = new Generation(Networks.random(1, 0.1, 200, 2000),
                    new Generation.Clamp.Nothing(), MOST_STEPS, 1, 0)) {
                    generation.run(1, deadline, row -> { });
                }
            }),
            new Case("100,000 chains at a million temperatures", 1, 5, (samples, deadline) ->
                LogLikelihood.estimate(Networks.random(1, 0.1, 200, 2000),
                    new LogLikelihood.Settings(100_000, MOST_STEPS, 1, 0), deadline,
                    share -> { })),
            new Case("a million steps that fill missing inputs", 1, 5, (samples, deadline) -> {
                final DeepBeliefNetwork network = Networks.random(1, 0.1, 200, 2000, 200);
                final float[][] row = new float[512][200];
                row[0][0] = Float.NaN;
                try (Reconstruction filling =
                    new Reconstruction(network, Reconstruction.Fill.CLAMPED_GIBBS, MOST_STEPS, 1, 0)) {
                    filling.run(TestRows.source(row, null, true), deadline, results -> { });
                }
            }));
    }

    private static LongWork pretraining(final Chain chain, final int hidden, final int batchSize) {
        return (samples, deadline) -> LayerwisePretraining.train(samples,
            Networks.random(1, 0.1, samples.units(), 2).encoding(),
            PlainSettings.pretraining(List.of(Defaults.BOLTZMANN_MACHINE.withChain(chain)
                .withHidden(HiddenUnits.of(hidden, UnitType.bernoulli()))), batchSize, 1), deadline);
    }

    @BeforeAll
    static void loadTheLibraries() {
        Natives.load();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersACancelWithinASecond(final Case one) throws IOException {
        final Random random = new Random(1);
        final float[][] rows = new float[one.rows()][one.units()];
        for (final float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextInt(2);
            }
        }
        try (SampleMatrix samples = TestRows.of(rows, null)) {
            final Deadline deadline = new Deadline();
            deadline.start();
            assertThrows(CancellationException.class, () -> one.work().run(samples, deadline));
            assertAnswered(one.name(), deadline);
        }
    }

    /** One operation is ten seconds of work or more for two processors. */
    @Test
    void aProductAnswersACancelWithinASecond() {
        final int size = 10_000;
        try (Compute compute = Compute.open(0)) {
            final FloatMatrix factor = compute.zeros(size, size);
            final FloatMatrix product = compute.zeros(size, size);
            final Deadline deadline = new Deadline();
            compute.beforeEachOperation(() -> {
                if (deadline.cancelled()) {
                    throw new CancellationException();
                }
            });
            deadline.start();
            assertThrows(CancellationException.class, () -> {
                while (true) {
                    compute.product(1, factor, size, factor, false, 0, product);
                }
            });
            assertAnswered("a product of 10,000 x 10,000 x 10,000", deadline);
        }
    }

    private static void assertAnswered(final String what, final Deadline deadline) {
        final Duration answer = deadline.since();
        System.out.printf("LongStepsTest: %s answered after %d ms%n", what, answer.toMillis());
        assertTrue(answer.compareTo(ANSWER) < 0, what + " answered after " + answer);
    }
}
