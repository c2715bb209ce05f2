// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import static org.deepbelief.spark.round.PartsInMemory.file;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.Embedding.Aim;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingResult;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps in rounds over parts in memory. */
class EmbeddingRoundsTest {

    private static final int ROWS = 170;

    private static final int UNITS = 12;

    private static final long SEED = 5;

    private static final ClassColumn GROUP = new ClassColumn("group", List.of("a", "b", "c"));

    private static final InputEncoding ENCODING = new InputEncoding(List.of(new VectorColumn("v", VectorKind.DOUBLE,
        UNITS, UnitType.bernoulli(), NumberScaling.NONE, 0, 1)), new float[UNITS]);

    @TempDir
    private static Path folder;

    private static DeepBeliefNetwork start;

    private final List<Progress> standings = new ArrayList<>();

    private final List<HeldOut> heldOut = new ArrayList<>();

    @BeforeAll
    static void pretrain() throws IOException {
        System.out.println("EmbeddingRoundsTest: seed " + SEED);
        try (SampleMatrix rows = rows(0, ROWS)) {
            start = LayerwisePretraining.train(rows, ENCODING, new LayerwisePretraining.Settings(List.of(
                Defaults.BOLTZMANN_MACHINE.withHidden(HiddenUnits.of(8, UnitType.bernoulli()))
                    .withLearning(Defaults.LEARNING.withEpochs(2))), TrainingSettings.of(10, SEED).withThreads(1),
                Optional.empty()), TrainingMonitor.NONE).network();
        }
    }

    /** One of each kind: a fifth of the rows have a class. */
    static Stream<Aim> aims() {
        final Aim.Neighbours near = new Aim.Neighbours(5);
        return Stream.of(near, new Aim.Classes(GROUP), new Aim.Both(near, GROUP, 0.4));
    }

    private static Embedding.Settings settings(final Aim aim, final int batchSize) {
        return Defaults.EMBEDDING.withAim(aim).withTraining(
            TrainingSettings.of(batchSize, SEED).withThreads(1).withValidationShare(0.2), Epochs.of(3));
    }

    private DeepBeliefNetwork embed(final int parts, final int roundSteps, final TuningKind.Settings<Embedding.Settings>
        settings, final Optional<Progress> from, final Integer... order) throws IOException {
        final List<SampleMatrix> rows = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            rows.add(rows(part * ROWS / parts, (part + 1) * ROWS / parts));
        }
        final TuningKind kind = new TuningKind.Embed(settings, new RowCounts(ROWS, ROWS / 5, ROWS / parts, ROWS));
        return new Tuning(start, count -> kind, new Rounds(RoundLength.of(roundSteps), 1,
            new TrainingTime(Optional.empty(), System::nanoTime)), (report, now) -> {
                standings.add(now);
                report.heldOut().ifPresent(heldOut::add);
            }).run(new PartsInMemory(rows, List.of(order)), from);
    }

    @ParameterizedTest
    @MethodSource("aims")
    void onePartIsTheEnginesOwnMapHoweverManyRoundsItTakes(final Aim aim) throws IOException {
        final TrainingResult whole;
        try (SampleMatrix rows = rows(0, ROWS)) {
            whole = Embedding.train(start, rows, settings(aim, 20), TrainingMonitor.NONE);
        }
        assertArrayEquals(file(whole.network()), file(embed(1, 1000, () -> settings(aim, 20), Optional.empty(), 0)));
        assertEquals(3, standings.size(), "a round an epoch");
        assertEquals(whole.log().entries().stream().map(TrainingLog.Entry::validationLoss).toList(),
            heldOut.stream().map(HeldOut::loss).toList());
        assertArrayEquals(file(whole.network()), file(embed(1, 1, () -> settings(aim, 20), Optional.empty(), 0)));
        assertTrue(standings.size() > 8, "several rounds an epoch");
    }

    @ParameterizedTest
    @MethodSource("aims")
    void partsGiveTheSameBitsInAnyOrderAndFromEachRound(final Aim aim) throws IOException {
        final byte[] whole = file(embed(3, 2, () -> settings(aim, 14), Optional.empty(), 0, 1, 2));
        final List<Progress> all = List.copyOf(standings);
        assertArrayEquals(whole, file(embed(3, 2, () -> settings(aim, 14), Optional.empty(), 2, 0, 1)));
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        all.get(1).write(new DataOutputStream(written));
        assertArrayEquals(whole, file(embed(3, 2, () -> settings(aim, 14), Optional.of(
            Progress.read(new DataInputStream(new ByteArrayInputStream(written.toByteArray())))), 1, 2, 0)));
        assertFalse(Arrays.equals(whole, file(embed(1, 2, () -> settings(aim, 14), Optional.empty(), 0))));
    }

    /** Of 56, 57 and 57 rows a share of 0.0088 is none, one and one; of 42 and 43 it is none. */
    @Test
    void aPartMayHoldNoneOutWhereTrainingStopsEarlyButNotAllParts() throws IOException {
        final Embedding.Settings usual = settings(new Aim.Neighbours(5), 500);
        final TuningKind.Settings<Embedding.Settings> early =
            () -> usual.withTraining(usual.training().withValidationShare(0.0088), new Epochs(3, 0, 2));
        embed(3, 2, early, Optional.empty(), 0, 1, 2);
        assertEquals(List.of(2L), heldOut.stream().map(HeldOut::rows).distinct().toList());
        assertTrue(assertThrows(IllegalArgumentException.class,
            () -> embed(4, 2, early, Optional.empty(), 0, 1, 2, 3)).getMessage()
                .startsWith("Early stopping needs rows to measure on, but a validation share of 0.0088 of 170 rows"));
    }

    @Test
    void aPartThatIsTooSmallIsNamed() {
        final String said = assertThrows(IllegalArgumentException.class,
            () -> embed(5, 2, () -> settings(new Aim.Neighbours(30), 500), Optional.empty(), 0, 1, 2, 3, 4))
                .getMessage();
        assertEquals("Partition 1 of 5 cannot learn: The perplexity is 30.0, but of the 27 rows to learn from a batch"
            + " has 27, so that a row has fewer others. Choose a lower perplexity, or a larger batch size. Or choose"
            + " fewer partitions (partitions).", said);
    }

    private static SampleMatrix rows(final int from, final int to) throws IOException {
        final Random random = new Random(SEED);
        final float[][] units = new float[ROWS][UNITS];
        final float[] targets = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            targets[i] = i % 5 == 4 ? i % 3 : Float.NaN;
            for (int j = 0; j < UNITS; j++) {
                units[i][j] = random.nextDouble() < (j % 3 == i % 3 ? 0.8 : 0.1) ? 1 : 0;
            }
        }
        return PartsInMemory.rows(units, targets, from, to, folder);
    }
}
