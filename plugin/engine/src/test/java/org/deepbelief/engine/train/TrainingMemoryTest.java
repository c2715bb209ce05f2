// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.MatrixMemory;
import org.deepbelief.engine.math.SettledMemory;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a training takes at least, against what it takes. */
class TrainingMemoryTest {

    private static final int ROWS = 40;

    private static final List<Integer> SIZES = List.of(600, 900, 700);

    private static final DeepBeliefNetwork NETWORK = Networks.random(1, 0.01, 600, 900, 700);

    private interface Work {

        void train(SampleMatrix samples, int batchSize, TrainingMonitor monitor) throws IOException;
    }

    private record Case(String name, TrainingMemory atLeast, Work work) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Case> cases() {
        return Stream.of(
            new Case("pretraining", TrainingMemory.ofPretraining(SIZES, ROWS, false), (samples, batchSize, monitor) ->
                LayerwisePretraining.train(samples, NETWORK.encoding(), PlainSettings.pretraining(List.of(
                    PlainSettings.machine(900, UnitType.bernoulli(), 1),
                    PlainSettings.autoencoder(700, UnitType.bernoulli(), 1)), batchSize, 1), monitor)),
            new Case("pretraining with rows before", TrainingMemory.ofPretraining(List.of(600, 900), ROWS, false)
                .withContexts(List.of(600, 900), List.of(2), ROWS), (samples, batchSize, monitor) ->
                LayerwisePretraining.train(samples, NETWORK.encoding(), PlainSettings.pretraining(List.of(
                    new ConditionalSettings(PlainSettings.machine(900, UnitType.bernoulli(), 1), 2)), batchSize, 1),
                    monitor)),
            new Case("wake-sleep", TrainingMemory.ofWakeSleep(SIZES, ROWS), (samples, batchSize, monitor) ->
                WakeSleepTuning.train(NETWORK, samples, new WakeSleepTuning.Settings(TrainingSettings.of(batchSize, 1),
                    Epochs.of(2), WakeSleepTuning.LearningRates.constant(0.01), 0, 0, List.of(1), 1, Optional.empty()),
                    monitor)),
            fineTuning(OptimizerKind.SGD, true), fineTuning(OptimizerKind.ADAM, true),
            fineTuning(OptimizerKind.SGD, false), fineTuning(OptimizerKind.ADAM, false),
            new Case("embedding", TrainingMemory.ofEmbedding(List.of(600, 900, 700, 2), ROWS, 1, OptimizerKind.ADAM),
                (samples, batchSize, monitor) -> Embedding.train(NETWORK, samples,
                    new Embedding.Settings(new Embedding.Aim.Neighbours(5), 2, TrainingSettings.of(batchSize, 1),
                        Epochs.of(1), new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(1e-6), 0.5, 0),
                        Dropout.NONE, 1), monitor)));
    }

    private static Case fineTuning(final OptimizerKind optimizer, final boolean target) {
        return new Case(optimizer + (target ? " towards a number" : " as an autoencoder"),
            TrainingMemory.ofFineTuning(SIZES, ROWS, target, 1, optimizer), (samples, batchSize, monitor) ->
                FineTuning.train(NETWORK, samples, new FineTuning.Settings(
                    target ? new FineTuning.Target.Numbers("n") : new FineTuning.Target.Inputs(),
                    TrainingSettings.of(batchSize, 1), Epochs.of(1),
                    new FineTuning.Descent(optimizer, Schedule.constant(1e-6), 0.5, 0), Dropout.NONE, 1, false),
                    monitor));
    }

    /** The most bytes that are seen before and after each step. */
    private static long most(final Work work, final int batchSize) throws IOException {
        final AtomicLong most = new AtomicLong();
        final TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public boolean cancelled() {
                most.accumulateAndGet(MatrixMemory.taken(), Math::max);
                return false;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                // Asked often enough.
            }
        };
        final long before = SettledMemory.taken();
        final float[] targets = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            targets[i] = i % 3;
        }
        try (SampleMatrix samples = TestRows.of(new float[ROWS][600], targets)) {
            work.train(samples, batchSize, monitor);
        }
        return most.get() - before;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatTheTrainingTakes(final Case one) throws IOException {
        final long most = most(one.work(), ROWS);
        System.out.printf("TrainingMemoryTest: %s takes %d bytes, at least %.0f%n", one, most, one.atLeast().bytes());
        assertTrue(one.atLeast().bytes() <= most, "more than it takes");
        assertTrue(one.atLeast().bytes() >= 0.7 * most, "far from what it takes");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aBatchOfMoreThanAllRowsTakesNoMore(final Case one) throws IOException {
        assertEquals(most(one.work(), ROWS), most(one.work(), 100_000));
    }

    @Test
    void tooManyUnitsAreRefusedBeforeTheFirstStep() throws IOException {
        final TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public boolean cancelled() {
                return false;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                throw new AssertionError("a step was made");
            }
        };
        try (SampleMatrix samples = TestRows.of(new float[ROWS][600], null)) {
            final String message = assertThrows(IllegalArgumentException.class,
                () -> LayerwisePretraining.train(samples, NETWORK.encoding(), PlainSettings.pretraining(List.of(
                    PlainSettings.machine(10, UnitType.bernoulli(), 1),
                    PlainSettings.machine(1_000_000, UnitType.bernoulli(), 1),
                    PlainSettings.machine(1_000_000, UnitType.bernoulli(), 1)), 10, 1), monitor)).getMessage();
            assertTrue(message.startsWith("The training takes at least 7.3 TiB of memory, most of it for layer 3 with"
                + " its 1000000 x 1000000 weights, but ") && message.contains("GiB are there. Choose fewer units")
                && message.contains(MatrixMemory.LIMIT_PROPERTY), message);
        }
    }
}
