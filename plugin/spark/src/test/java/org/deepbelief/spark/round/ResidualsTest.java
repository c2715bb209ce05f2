// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import static org.deepbelief.spark.round.PartsInMemory.file;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs without bounds: a network knows in the end how far they are from what it expects. */
class ResidualsTest {

    private static final long SEED = 3;

    private static final int ROWS = 700;

    private static final int UNITS = 5;

    private static final InputEncoding ENCODING = new InputEncoding(List.of(new VectorColumn("v", VectorKind.DOUBLE,
        UNITS, UnitType.gaussian(), NumberScaling.NONE, 0, 1)), new float[UNITS]);

    private static final ClassColumn KIND = new ClassColumn("kind", List.of("a", "b"));

    private static final Rounds ROUNDS =
        new Rounds(RoundLength.of(9), 1, new TrainingTime(Optional.empty(), System::nanoTime));

    @TempDir
    private static Path folder;

    @BeforeAll
    static void tellSeed() {
        System.out.println("ResidualsTest: seed " + SEED);
    }

    private static LayerwisePretraining.Settings pretraining() {
        return new LayerwisePretraining.Settings(List.of(
            Defaults.BOLTZMANN_MACHINE.withHidden(HiddenUnits.of(6, UnitType.bernoulli()))
                .withLearning(Defaults.LEARNING.withEpochs(3).withRate(Schedule.constant(0.01)))),
            TrainingSettings.of(20, SEED).withThreads(1).withValidationShare(0.2), Optional.empty());
    }

    private static FineTuning.Settings fineTuning() {
        return Defaults.fineTuning(ENCODING, new FineTuning.Target.Classes(KIND), ROWS)
            .withTraining(TrainingSettings.of(20, SEED).withThreads(1).withValidationShare(0.2), Epochs.of(2));
    }

    private static SampleMatrix rows(final int from, final int to) throws IOException {
        final Random random = new Random(SEED);
        final float[][] units = new float[ROWS][UNITS];
        final float[] targets = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            final double common = random.nextGaussian();
            for (int j = 0; j < UNITS; j++) {
                units[i][j] = (float)(j % 2 == 0 ? common : random.nextGaussian());
            }
            targets[i] = common > 0 ? 1 : 0;
        }
        return PartsInMemory.rows(units, targets, from, to, folder);
    }

    private static Parts parts(final int... cuts) throws IOException {
        final List<SampleMatrix> rows = new ArrayList<>();
        for (int part = 0; part + 1 < cuts.length; part++) {
            rows.add(rows(cuts[part], cuts[part + 1]));
        }
        return new PartsInMemory(rows, IntStream.range(0, rows.size()).boxed().toList());
    }

    private static DeepBeliefNetwork pretrain(final int... cuts) throws IOException {
        final Parts parts = parts(cuts);
        return new Pretraining(ENCODING, ResidualsTest::pretraining, below -> parts, ROUNDS,
            (layer, report, now) -> { }).run(Pretraining.Standing.START);
    }

    @Test
    void onePartMeasuresWhatTheEngineDoes() throws IOException {
        try (SampleMatrix rows = rows(0, ROWS)) {
            final DeepBeliefNetwork whole =
                LayerwisePretraining.train(rows, ENCODING, pretraining(), TrainingMonitor.NONE).network();
            assertTrue(whole.structure().measuredResiduals());
            assertArrayEquals(file(whole), file(pretrain(0, ROWS)));
            final DeepBeliefNetwork tuned =
                FineTuning.train(whole, rows, fineTuning(), TrainingMonitor.NONE).network();
            assertArrayEquals(file(tuned),
                file(new Tuning(whole, count -> new TuningKind.Fine(ResidualsTest::fineTuning), ROUNDS,
                    (report, now) -> { }).run(parts(0, ROWS), Optional.empty())));
        }
    }

    /** The means over parts are those over all rows, weighted by how many each has. */
    @Test
    void partsMeasureTogetherWhatTheirRowsMeasureAsOne() throws IOException {
        final DeepBeliefNetwork network = pretrain(0, 100, 600, ROWS);
        final Residuals.Learned all = (part, rows) -> {
            final BitSet chosen = new BitSet();
            chosen.set(0, (int)rows.rows());
            return Split.Part.of(chosen);
        };
        final float[] together =
            Residuals.measured(network, parts(0, 100, 600, ROWS), all, 1).residualDeviations();
        assertArrayEquals(Residuals.measured(network, parts(0, ROWS), all, 1).residualDeviations(), together, 1e-6f);
        System.out.println("ResidualsTest: " + Arrays.toString(together));
        for (int j = 0; j < UNITS; j++) {
            assertEquals(1, together[j], 0.3);
            assertTrue(network.residualDeviations()[j] != 1 && Math.abs(network.residualDeviations()[j] - together[j])
                < 0.1, "measured on the rows that were learned from");
        }
    }
}
