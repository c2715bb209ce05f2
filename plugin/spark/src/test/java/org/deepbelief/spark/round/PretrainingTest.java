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
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Chain;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerInputFit;
import org.deepbelief.engine.train.LayerLearner;
import org.deepbelief.engine.train.LayerOutput;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Training;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingResult;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds over parts in memory. */
class PretrainingTest {

    private static final int ROWS = 203;

    private static final int UNITS = 24;

    private static final int CLASSES = 3;

    private static final long SEED = 5;

    private static final InputEncoding ENCODING = new InputEncoding(List.of(new VectorColumn("v", VectorKind.DOUBLE,
        UNITS, UnitType.bernoulli(), NumberScaling.NONE, 0, 1)), new float[UNITS]);

    @TempDir
    private static Path folder;

    private final List<Pretraining.Standing> standings = new ArrayList<>();

    private final List<Double> errors = new ArrayList<>();

    private final List<HeldOut> heldOut = new ArrayList<>();

    private long seconds;

    @BeforeAll
    static void tellSeed() {
        System.out.println("PretrainingTest: seed " + SEED);
    }

    /** A layer with momentum, sparsity and centres; above it one with chains and label units. */
    private static LayerwisePretraining.Settings settings() {
        return new LayerwisePretraining.Settings(List.of(
            Defaults.BOLTZMANN_MACHINE.withHidden(HiddenUnits.of(16, UnitType.bernoulli()))
                .withLearning(Defaults.LEARNING.withEpochs(4)),
            Defaults.BOLTZMANN_MACHINE.withHidden(HiddenUnits.of(10, UnitType.bernoulli()))
                .withChain(new Chain(1, true, true)).withLearning(Defaults.LEARNING.withEpochs(3))),
            TrainingSettings.of(10, SEED).withThreads(1),
            Optional.of(new ClassColumn("kind", List.of("a", "b", "c"))));
    }

    /** One layer that learns for 100 epochs. */
    private static final LayerStage.Settings LONG = () -> oneLayer(100);

    private static LayerwisePretraining.Settings oneLayer(final int epochs) {
        return settings().withLabelUnits(Optional.empty())
            .withLayers(List.of(Defaults.BOLTZMANN_MACHINE.withHidden(HiddenUnits.of(16, UnitType.bernoulli()))
                .withLearning(Defaults.LEARNING.withEpochs(epochs))));
    }

    private DeepBeliefNetwork train(final int parts, final int roundSteps, final Pretraining.Standing from,
        final List<Integer> order) throws IOException {
        return train(parts, roundSteps, PretrainingTest::settings, from, order);
    }

    private DeepBeliefNetwork train(final int parts, final int roundSteps, final LayerStage.Settings settings,
        final Pretraining.Standing from, final List<Integer> order) throws IOException {
        return train(parts, settings, rounds(RoundLength.of(roundSteps)), from, order);
    }

    private static Rounds rounds(final RoundLength length) {
        return new Rounds(length, 1, new TrainingTime(Optional.empty(), System::nanoTime));
    }

    private DeepBeliefNetwork train(final int parts, final LayerStage.Settings settings, final Rounds rounds,
        final Pretraining.Standing from, final List<Integer> order) throws IOException {
        final List<SampleMatrix> rows = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            rows.add(rows(part * ROWS / parts, (part + 1) * ROWS / parts));
        }
        return new Pretraining(ENCODING, settings, below -> counted(new PartsInMemory(up(rows, below), order)),
            rounds, (layer, report, now) -> {
                standings.add(now);
                errors.add(report.error());
                report.heldOut().ifPresent(heldOut::add);
            }).run(from);
    }

    /** Counts a second a round. */
    private Parts counted(final Parts parts) {
        return new Parts() {

            @Override
            public <R> List<R> onEach(final PartWork<R> work) throws IOException {
                seconds += work instanceof Round ? 1 : 0;
                return parts.onEach(work);
            }
        };
    }

    private static List<SampleMatrix> up(final List<SampleMatrix> rows, final Optional<DeepBeliefNetwork> below)
        throws IOException {
        List<SampleMatrix> current = rows;
        for (int i = 0; below.isPresent() && i < below.get().layers().size(); i++) {
            final List<SampleMatrix> next = new ArrayList<>();
            try (Compute compute = Compute.open(1)) {
                for (final SampleMatrix one : current) {
                    next.add(LayerOutput.read(compute, below.get().layers().get(i), one, () -> false));
                }
            }
            current = next;
        }
        return current;
    }

    @Test
    void onePartIsTheEnginesOwnTrainingHoweverManyRoundsItTakes() throws IOException {
        final byte[] whole;
        try (SampleMatrix rows = rows(0, ROWS)) {
            whole = file(LayerwisePretraining.train(rows, ENCODING, settings(), TrainingMonitor.NONE).network());
        }
        assertArrayEquals(whole, file(train(1, 1000, Pretraining.Standing.START, List.of(0))));
        assertEquals(7, standings.size(), "a round an epoch");
        assertArrayEquals(whole, file(train(1, 4, Pretraining.Standing.START, List.of(0))));
        assertEquals(7 + 7 * 6, standings.size(), "21 steps in rounds of at most 4");
    }

    /** With label units, and from a checkpoint too. */
    @Test
    void onePartGoesOnWithANetworkAsTheEngineDoes() throws IOException {
        final DeepBeliefNetwork start;
        final byte[] whole;
        try (SampleMatrix rows = rows(0, ROWS)) {
            start = LayerwisePretraining.train(rows, ENCODING, settings(), TrainingMonitor.NONE).network();
            whole = file(LayerwisePretraining.goOn(start, rows, settings(), TrainingMonitor.NONE).network());
        }
        final List<SampleMatrix> rows = List.of(rows(0, ROWS));
        final List<Pretraining.Standing> all = new ArrayList<>();
        final Pretraining training = new Pretraining(start, PretrainingTest::settings,
            below -> new PartsInMemory(up(rows, below), List.of(0)), rounds(RoundLength.of(9)),
            (layer, report, now) -> all.add(now));
        assertArrayEquals(whole, file(training.run(Pretraining.Standing.START)));
        assertArrayEquals(whole, file(training.run(all.get(2))), "within the first layer");
        assertArrayEquals(whole, file(training.run(all.get(all.size() - 1))), "at the end");
        assertTrue(assertThrows(IllegalArgumentException.class,
            () -> new Pretraining(start, LONG, below -> null, rounds(RoundLength.of(9)), (layer, report, now) -> { }))
                .getMessage().contains("The network has 2 layers, the settings have 1"));
    }

    private static LayerwisePretraining.Settings holdingOut() {
        return settings().withTraining(settings().training().withValidationShare(0.25));
    }

    @Test
    void onePartHoldsOutTheRowsThatTheEngineHoldsOut() throws IOException {
        final TrainingResult whole;
        try (SampleMatrix rows = rows(0, ROWS)) {
            whole = LayerwisePretraining.train(rows, ENCODING, holdingOut(), TrainingMonitor.NONE);
        }
        assertArrayEquals(file(whole.network()),
            file(train(1, 4, PretrainingTest::holdingOut, Pretraining.Standing.START, List.of(0))));
        final long rest = ROWS - whole.network().provenance().steps().get(0).rows();
        assertEquals(List.of(rest), heldOut.stream().map(HeldOut::rows).distinct().toList());
        assertEquals(whole.log().entries().stream().map(TrainingLog.Entry::validationReconstructionError).toList(),
            heldOut.stream().map(HeldOut::reconstructionError).toList());
        assertEquals(whole.log().entries().stream().map(TrainingLog.Entry::freeEnergyGap).toList(),
            heldOut.stream().map(HeldOut::freeEnergyGap).toList());
    }

    @Test
    void eachPartHoldsOutItsShareAndLearnsFromTheRest() throws IOException {
        final DeepBeliefNetwork network =
            train(3, 3, PretrainingTest::holdingOut, Pretraining.Standing.START, List.of(2, 0, 1));
        assertEquals(ROWS, heldOut.get(0).rows() + network.provenance().steps().get(0).rows());
        assertEquals(ROWS * 0.25, heldOut.get(0).rows(), 3, "a row a part and class at most");
        assertEquals(7, heldOut.size(), "once an epoch");
    }

    @Test
    void theStepsOfARoundAreChosenOnceAndTheNetworkIsThatOfThisChoice() throws IOException {
        final List<Double> paces = new ArrayList<>();
        final byte[] chosen = file(train(2, PretrainingTest::settings, rounds(work -> {
            assertEquals(List.of(21L, 3L, 2L), List.of(work.steps(), (long)work.passes(), (long)work.parts()));
            paces.add(work.pace().ofAStep());
            return 4;
        }), Pretraining.Standing.START, List.of(0, 1)));
        assertEquals(1, paces.size(), "for all layers");
        assertTrue(paces.get(0) > 0 && paces.get(0) < 1, paces.toString());
        assertEquals(List.of(4), standings.stream().map(Pretraining.Standing::roundSteps).distinct().toList());
        final Pretraining.Standing middle = standings.get(standings.size() - 2);
        assertArrayEquals(chosen, file(train(2, 4, Pretraining.Standing.START, List.of(0, 1))));
        assertArrayEquals(chosen, file(train(2, PretrainingTest::settings, rounds(work -> {
            throw new AssertionError("chosen before");
        }), middle, List.of(0, 1))));
    }

    /** The first step takes two seconds more than it should: what has to be loaded and compiled does not count. */
    @Test
    void howFastStepsAreDoesNotDependOnTheFirst() throws IOException {
        try (SampleMatrix rows = rows(0, ROWS); Compute compute = Compute.open(1)) {
            final LayerInputFit fit = new LayerInputFit(UNITS, 0);
            fit.add(rows, Split.none(rows).training(), () -> { });
            final LayerStage stage = new LayerStage(LONG, 0, fit.input(ENCODING.groups()), 2);
            try (LayerLearner learner = stage.learner(compute)) {
                final double seconds =
                    new Trial(new SlowFirst(stage), States.bytes(learner.state()), 1).run(0, rows);
                System.out.printf("PretrainingTest: a step takes %.6f s%n", seconds);
                assertTrue(seconds > 0 && seconds < 0.2, seconds + " s");
            }
        }
    }

    private record SlowFirst(Stage stage) implements Stage {

        @Override
        public Epochs epochs() {
            return stage.epochs();
        }

        @Override
        public int layer() {
            return stage.layer();
        }

        @Override
        public Training training(final Compute compute) {
            return stage.training(compute);
        }

        @Override
        public int batchSize() {
            return stage.batchSize();
        }

        @Override
        public Precision precision() {
            return stage.precision();
        }

        @Override
        public double stepShare() {
            return stage.stepShare();
        }

        @Override
        public boolean holdsOut() {
            return stage.holdsOut();
        }

        @Override
        public PartRows split(final SampleMatrix rows, final int part) {
            return stage.split(rows, part);
        }

        @Override
        public Course course(final Compute compute, final SampleMatrix rows, final int part) {
            final Course course = stage.course(compute, rows, part);
            final AtomicBoolean started = new AtomicBoolean();
            return (Course)Proxy.newProxyInstance(Course.class.getClassLoader(), new Class<?>[] {Course.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("started") && !started.getAndSet(true)) {
                        Thread.sleep(2000);
                    }
                    return method.invoke(course, arguments);
                });
        }
    }

    @Test
    void partsGiveTheSameBitsInAnyOrderAndOthersThanTheWhole() throws IOException {
        final byte[] first = file(train(3, 3, Pretraining.Standing.START, List.of(0, 1, 2)));
        assertArrayEquals(first, file(train(3, 3, Pretraining.Standing.START, List.of(2, 0, 1))));
        assertFalse(Arrays.equals(first, file(train(2, 3, Pretraining.Standing.START, List.of(0, 1)))));
    }

    @Test
    void partsOfTheSameRowsDrawRandomNumbersOfTheirOwn() throws IOException {
        try (SampleMatrix rows = rows(0, 50); Compute compute = Compute.open(1)) {
            final LayerInputFit fit = new LayerInputFit(UNITS, 0);
            fit.add(rows, Split.none(rows).training(), () -> { });
            final LayerStage stage = new LayerStage(LONG, 0, fit.input(ENCODING.groups()), 10);
            try (LayerLearner learner = stage.learner(compute)) {
                final Round round =
                    new Round(stage, new Span(0, 0, 1), new byte[][] {States.bytes(learner.state())}, 1);
                assertArrayEquals(round.run(1, rows).state(), round.run(1, rows).state());
                assertFalse(Arrays.equals(round.run(0, rows).state(), round.run(1, rows).state()));
            }
        }
    }

    /** A reconstruction by the kind of the row alone has the error (0.8 0.2 + 2 0.1 0.9) / 3 = 0.113. */
    @Test
    void itLearnsInPartsWhatItLearnsFromTheWhole() throws IOException {
        final double[] last = new double[2];
        for (int i = 0; i < 2; i++) {
            errors.clear();
            train(i == 0 ? 1 : 4, 2, LONG, Pretraining.Standing.START, i == 0 ? List.of(0) : List.of(0, 1, 2, 3));
            assertTrue(errors.get(0) > 0.2, errors.toString());
            last[i] = errors.get(errors.size() - 1);
        }
        System.out.printf("PretrainingTest: error %.4f from the whole, %.4f in four parts%n", last[0], last[1]);
        assertTrue(last[0] < 0.12 && last[1] < 0.12, last[0] + " and " + last[1]);
    }

    /** Of a plain mean of parts with whole batches the error would be 1.2 times as large, without momentum 1.13 times. */
    @Test
    void aPassOverPartsTeachesWhatOneOverTheWholeDoes() throws IOException {
        final double[] last = new double[2];
        for (int i = 0; i < 2; i++) {
            errors.clear();
            train(i == 0 ? 1 : 4, 20, () -> oneLayer(20), Pretraining.Standing.START,
                i == 0 ? List.of(0) : List.of(0, 1, 2, 3));
            last[i] = errors.get(errors.size() - 1);
        }
        System.out.printf("PretrainingTest: error %.4f after 20 passes, %.4f in four parts%n", last[0], last[1]);
        assertTrue(last[1] < 1.1 * last[0], last[0] + " and " + last[1]);
    }

    @Test
    void itGoesOnFromAnyRoundWithTheSameBits() throws IOException {
        final byte[] whole = file(train(3, 3, Pretraining.Standing.START, List.of(0, 1, 2)));
        final List<Pretraining.Standing> all = List.copyOf(standings);
        for (final int round : new int[] {0, all.size() / 2, all.size() - 2, all.size() - 1}) {
            final Pretraining.Standing at = all.get(round);
            final ByteArrayOutputStream out = new ByteArrayOutputStream();
            at.layer().orElseThrow().write(new DataOutputStream(out));
            final Progress read =
                Progress.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
            assertArrayEquals(whole, file(train(3, 3, new Pretraining.Standing(at.below(), Optional.of(read),
                at.roundSteps()),
                List.of(1, 2, 0))), "from round " + round);
        }
    }

    /** Each round takes a second; the layers' work is as 4 * 24 * 16 to 3 * 16 * 10, 16 to 5. */
    @Test
    void aTimeBudgetEndsEachLayerWithARoundAndKeepsTheNetwork() throws IOException {
        final TrainingTime time = time(21);
        train(3, PretrainingTest::settings, new Rounds(RoundLength.of(1), 1, time), Pretraining.Standing.START, List.of(0, 1, 2));
        assertEquals(16, standings.stream().filter(now -> now.below().isEmpty()).count());
        assertEquals(21, standings.size());
        final int rounds = standings.get(0).layer().orElseThrow().next().rounds();
        assertEquals("Training stopped after 21 seconds, layer 1 at epoch " + (15 / rounds + 1) + " of 4, layer 2 at epoch "
            + (4 / rounds + 1) + " of 3", time.stopped().orElseThrow().split("\\. ")[0]);
        final TrainingTime enough = time(100);
        train(3, PretrainingTest::settings, new Rounds(RoundLength.of(7), 1, enough), Pretraining.Standing.START, List.of(0, 1, 2));
        assertEquals(Optional.empty(), enough.stopped());
    }

    private TrainingTime time(final int budget) {
        return new TrainingTime(Optional.of(Duration.ofSeconds(budget)), () -> seconds * 1_000_000_000);
    }

    @Test
    void aTrainingThatGoesOnHasTheTimeThatIsLeft() throws IOException {
        final byte[] whole = file(train(3, PretrainingTest::settings, new Rounds(RoundLength.of(1), 1, time(21)),
            Pretraining.Standing.START, List.of(0, 1, 2)));
        final List<Pretraining.Standing> all = List.copyOf(standings);
        for (final int round : new int[] {4, 17}) {
            standings.clear();
            seconds = 1000;
            assertArrayEquals(whole, file(train(3, PretrainingTest::settings, new Rounds(RoundLength.of(1), 1, time(21)),
                all.get(round), List.of(0, 1, 2))), "from round " + round);
            assertEquals(21 - round - 1, standings.size());
        }
    }

    private static SampleMatrix rows(final int from, final int to) throws IOException {
        final Random random = new Random(SEED);
        final float[][] units = new float[ROWS][UNITS];
        final float[] targets = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            targets[i] = i % 5 == 4 ? Float.NaN : i % CLASSES;
            for (int j = 0; j < UNITS; j++) {
                units[i][j] = random.nextDouble() < (j % CLASSES == i % CLASSES ? 0.8 : 0.1) ? 1 : 0;
            }
        }
        return PartsInMemory.rows(units, targets, from, to, folder);
    }
}
