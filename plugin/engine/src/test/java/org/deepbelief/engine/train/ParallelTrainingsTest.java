// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** Branches of a workflow that train side by side share processors and nothing else. */
class ParallelTrainingsTest {

    private static final int TRAININGS = 4;

    private static final int ROWS = 300;

    private static final int UNITS = 500;

    private static final ClassColumn CLASSES = new ClassColumn("class", List.of("a", "b"));

    /** All three trainings, one after the other, with all processors for each. */
    private static byte[] train() throws IOException {
        final Random random = new Random(5);
        final float[][] rows = new float[ROWS][UNITS];
        final float[] classes = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < UNITS; j++) {
                rows[i][j] = random.nextInt(2);
            }
            classes[i] = i % 2;
        }
        final TrainingSettings run = TrainingSettings.of(50, 3).withThreads(4);
        try (SampleMatrix samples = TestRows.of(rows, classes)) {
            final DeepBeliefNetwork pretrained = LayerwisePretraining.train(samples,
                Networks.random(1, 0.1, UNITS, 2).encoding(), PlainSettings.pretraining(List.of(
                    PlainSettings.machine(600, UnitType.bernoulli(), 2),
                    PlainSettings.machine(500, UnitType.bernoulli(), 2)), 50, 3).withTraining(run),
                TrainingMonitor.NONE).network();
            final DeepBeliefNetwork tuned = WakeSleepTuning.train(pretrained, samples,
                new WakeSleepTuning.Settings(run, Epochs.of(2), WakeSleepTuning.LearningRates.constant(0.01), 0.5, 0,
                    List.of(2), 3, Optional.of(CLASSES)), TrainingMonitor.NONE).network();
            final DeepBeliefNetwork classifier = FineTuning.train(tuned, samples,
                Defaults.FINE_TUNING.withTarget(new FineTuning.Target.Classes(CLASSES))
                    .withTraining(run, Epochs.of(2)), TrainingMonitor.NONE).network();
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ModelArchive.write(classifier, bytes);
            return bytes.toByteArray();
        }
    }

    @Test
    void fourTrainingsAtOnceGiveTheBitsOfOne() throws Exception {
        final byte[] alone = train();
        final ExecutorService branches = Executors.newFixedThreadPool(TRAININGS);
        try {
            final List<Future<byte[]>> all = new ArrayList<>();
            for (int i = 0; i < TRAININGS; i++) {
                all.add(branches.submit(ParallelTrainingsTest::train));
            }
            for (final Future<byte[]> one : all) {
                assertArrayEquals(alone, one.get());
            }
        } finally {
            branches.shutdownNow();
        }
    }
}
