// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every learner of a layer promises: its statistics can be summed, its state can be written. */
class LayerLearnersTest {

    private static final int ROWS = 30;

    private static final int BINARY = 14;

    private static final int GAUSSIAN = 3;

    private static final int UNITS = BINARY + GAUSSIAN + 3;

    private static final int HIDDEN = 11;

    private static final int CLASSES = 3;

    private static final int WIDE = 900;

    private static final long SEED = 6;

    private static final Learning LEARNING = new Learning(1, Schedule.constant(0.05), Momentum.constant(0.5),
        new Penalty(0.002, 0.0005));

    /** A learner with something on. */
    enum Case {
        PLAIN(machine(bernoulli(0, Sparsity.NONE))),
        SEVERAL_STEPS(machine(bernoulli(0, Sparsity.NONE)).withChain(new Chain(3, false, true))),
        MEANS_AND_CENTRED(machine(bernoulli(0, Sparsity.NONE)).withChain(Chain.OF_MEANS).withCentredGradient(true)),
        LABELS_SOME_MISSING(machine(bernoulli(0, Sparsity.NONE))),
        LABELS_CENTRED(machine(bernoulli(0, Sparsity.NONE)).withCentredGradient(true)),
        DROPOUT(machine(bernoulli(0.3, Sparsity.NONE))),
        SPARSITY(machine(bernoulli(0, new Sparsity(0.1, 0.5)))),
        VARIANCES(machine(bernoulli(0, Sparsity.NONE)).withLearnedVariance(true)),
        VARIANCES_CENTRED(machine(bernoulli(0, Sparsity.NONE)).withLearnedVariance(true).withCentredGradient(true)),
        PERSISTENT(machine(bernoulli(0, Sparsity.NONE)).withChain(new Chain(2, true, true))),
        PERSISTENT_CENTRED_LABELS(
            machine(bernoulli(0.2, new Sparsity(0.1, 0.1))).withChain(new Chain(1, true, true))
                .withCentredGradient(true)),
        RECTIFIED(machine(new HiddenUnits(HIDDEN, UnitType.rectifiedLinear(), new Sparsity(0.3, 0.1), 0.2))),
        SENSES_LEFT_OUT(new JointMachineSettings(machine(bernoulli(0, Sparsity.NONE)), List.of(BINARY, GAUSSIAN + 3),
            0.5)),
        SENSES_LEFT_OUT_CENTRED(new JointMachineSettings(machine(bernoulli(0.2, new Sparsity(0.1, 0.1)))
            .withChain(new Chain(2, false, false)).withCentredGradient(true), List.of(2, UNITS - 2), 0.5)),
        ALL_ZEROS(sparse(bernoulli(0.3, new Sparsity(0.1, 0.5)), WIDE)),
        SOME_ZEROS(sparse(bernoulli(0, Sparsity.NONE), 0.5)),
        CONTEXT(new ConditionalSettings(machine(bernoulli(0, Sparsity.NONE)), 2)),
        CONTEXT_IN_STEPS(new ConditionalSettings(machine(bernoulli(0.2, new Sparsity(0.1, 0.5)))
            .withChain(new Chain(3, false, false)), 2)),
        CODE(autoencoder(bernoulli(0, Sparsity.NONE), Noise.NONE)),
        CODE_OF_NOISE(autoencoder(bernoulli(0.3, new Sparsity(0.1, 0.5)), new Noise(0.2, 0.1))),
        RECTIFIED_CODE(autoencoder(new HiddenUnits(HIDDEN, UnitType.rectifiedLinear(), new Sparsity(0.3, 0.1), 0),
            new Noise(0, 0.1)));

        private final LayerSettings settings;

        Case(final LayerSettings settings) {
            this.settings = settings;
        }

        private static HiddenUnits bernoulli(final double dropout, final Sparsity sparsity) {
            return new HiddenUnits(HIDDEN, UnitType.bernoulli(), sparsity, dropout);
        }

        private static BoltzmannMachineSettings machine(final HiddenUnits hidden) {
            return BoltzmannMachineSettings.plain(hidden, LEARNING);
        }

        private static BoltzmannMachineSettings sparse(final HiddenUnits hidden, final double zeros) {
            return BoltzmannMachineSettings.plain(hidden, LEARNING.withPenalty(Penalty.l2(0.002)))
                .withSampledZeros(zeros);
        }

        private static AutoencoderSettings autoencoder(final HiddenUnits hidden, final Noise noise) {
            return new AutoencoderSettings(hidden, LEARNING, noise);
        }

        boolean wide() {
            return settings.sampledZeros() > 0;
        }

        LayerLearner learner(final Compute compute) {
            final List<UnitGroup> groups = wide() ? List.of(new UnitGroup(UnitType.bernoulli(), WIDE))
                : List.of(new UnitGroup(UnitType.bernoulli(), BINARY), new UnitGroup(UnitType.gaussian(), GAUSSIAN),
                    new UnitGroup(UnitType.softmax(), 3));
            final double[] means = new double[UnitGroup.units(groups)];
            Arrays.fill(means, 0.3);
            final double[] classMeans = new double[name().contains("LABELS") ? CLASSES : 0];
            Arrays.fill(classMeans, 1.0 / CLASSES);
            return settings.learner(compute, new LayerInput(groups, means, classMeans, wide()), ROWS, SEED);
        }

        /** Rows of the table, from one to another, as a part of a batch of {@link #ROWS}. */
        Batch batch(final Compute compute, final int from, final int to, final long step) {
            final int count = to - from;
            final Batch batch;
            if (wide()) {
                final SparseMatrix rows = new SparseMatrix();
                rows.clear(WIDE);
                for (int row = from; row < to; row++) {
                    final Random random = new Random(1000 * step + row);
                    for (int unit = random.nextInt(60); unit < WIDE; unit += 1 + random.nextInt(200)) {
                        rows.add(unit, 1f);
                    }
                    rows.endRow();
                }
                batch = Batch.of(rows, ROWS);
            } else {
                final FloatMatrix visible = compute.zeros(ROWS, UNITS);
                final FloatMatrix targets = compute.zeros(ROWS, 1);
                final FloatMatrix context = compute.zeros(ROWS, 2 * UNITS);
                for (int row = from; row < to; row++) {
                    final Random random = new Random(1000 * step + row);
                    for (int unit = 0; unit < BINARY; unit++) {
                        visible.set(row - from, unit, random.nextFloat());
                    }
                    for (int unit = BINARY; unit < BINARY + GAUSSIAN; unit++) {
                        visible.set(row - from, unit, (float)(0.3 + 1.5 * random.nextGaussian()));
                    }
                    visible.set(row - from, BINARY + GAUSSIAN + random.nextInt(3), 1f);
                    targets.set(row - from, 0, row % 4 == 0 ? Float.NaN : row % CLASSES);
                    for (int unit = 0; unit < 2 * UNITS; unit++) {
                        context.set(row - from, unit, (float)(0.3 * random.nextGaussian()));
                    }
                }
                batch = Batch.ordered(visible, targets, context);
            }
            for (int row = from; row < to; row++) {
                batch.numbers()[row - from] = 100 + 7 * row;
            }
            return batch.at(0, step, count).startAt(from);
        }
    }

    /** By sums, the update is that of the fused way but for rounding. */
    @ParameterizedTest
    @EnumSource
    void fusedAndSummedStatisticsGiveTheSameUpdate(final Case learned) throws IOException {
        try (Compute compute = Compute.open(2); LayerLearner fused = learned.learner(compute);
            LayerLearner summed = learned.learner(compute)) {
            final SummedStatistics sums = new SummedStatistics(compute, summed.terms());
            for (int step = 0; step < 4; step++) {
                // From the same state in each step: a sample that falls the other way would change all that follows.
                summed.state().set(compute, fused.state());
                final Batch batch = learned.batch(compute, 0, ROWS, step);
                Stepping.step(compute, fused, batch, Rates.of(0.05, 0.5));
                sums.clear();
                summed.gather(batch, sums);
                summed.apply(sums, Rates.of(0.05, 0.5));
                assertSame(values(fused.state()), values(summed.state()), learned + ", step " + step);
            }
        }
    }

    /** The sums of the parts of a batch, each gathered from the same state, add up to those of the batch. */
    @ParameterizedTest
    @EnumSource
    void partsOfABatchAddUpToTheWhole(final Case learned) throws IOException {
        try (Compute compute = Compute.open(2); LayerLearner whole = learned.learner(compute);
            LayerLearner parted = learned.learner(compute)) {
            for (int step = 0; step < 4; step++) {
                parted.state().set(compute, whole.state());
                Stepping.step(compute, whole, learned.batch(compute, 0, ROWS, step), Rates.of(0.05, 0.5));
                final List<Batch> parts = List.of(learned.batch(compute, 0, 11, step),
                    learned.batch(compute, 11, ROWS, step));
                final SummedStatistics first = new SummedStatistics(compute, parted.firstTerms());
                for (final Batch part : parts) {
                    parted.survey(part, first);
                }
                final SummedStatistics sum = new SummedStatistics(compute, parted.terms());
                for (final Batch part : parts) {
                    final SummedStatistics sums = new SummedStatistics(compute, parted.terms());
                    if (!parted.firstTerms().isEmpty()) {
                        parted.surveyed(first);
                    }
                    parted.gather(part, sums);
                    read(written(sums), sums);
                    sums.addTo(sum);
                }
                assertEquals(ROWS, sum.count(parted.terms().get(0)));
                parted.apply(sum, Rates.of(0.05, 0.5));
                assertSame(values(whole.state()), values(parted.state()), learned + ", step " + step);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStateThatWasWrittenAndReadGoesOnWithTheSameBits(final Case learned) throws IOException {
        try (Compute compute = Compute.open(2); LayerLearner one = learned.learner(compute);
            LayerLearner other = learned.learner(compute)) {
            learn(compute, learned, one, 0, 37);
            final byte[] written = written(one.state());
            other.state().read(new DataInputStream(new ByteArrayInputStream(written)));
            learn(compute, learned, one, 37, 70);
            learn(compute, learned, other, 37, 70);
            assertArrayEquals(written(one.state()), written(other.state()), learned.name());
            final byte[] cut = Arrays.copyOf(written, written.length / 2);
            assertThrows(IOException.class,
                () -> other.state().read(new DataInputStream(new ByteArrayInputStream(cut))));
        }
    }

    private static void learn(final Compute compute, final Case learned, final Learner learner, final int from,
        final int to) {
        for (int step = from; step < to; step++) {
            Stepping.step(compute, learner, learned.batch(compute, 0, ROWS, step), Rates.of(0.05, 0.5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStepAllocatesNothing(final Case learned) {
        assertNoAllocation(learned, Precision.FLOAT32);
    }

    @ParameterizedTest
    @EnumSource
    void aStepInMixedPrecisionAllocatesNothing(final Case learned) {
        assertNoAllocation(learned, Precision.MIXED);
    }

    private static void assertNoAllocation(final Case learned, final Precision precision) {
        try (Allocations allocations = new Allocations(2, precision);
            LayerLearner learner = learned.learner(allocations.compute())) {
            final Batch[] batches = new Batch[4];
            for (int i = 0; i < batches.length; i++) {
                batches[i] = learned.batch(allocations.compute(), 0, ROWS, i);
            }
            final Statistics statistics = new FusedStatistics(allocations.compute(), learner.terms());
            final Rates rates = Rates.of(0.001, 0.5);
            allocations.assertNone(step -> {
                statistics.clear();
                learner.gather(batches[(int)(step % batches.length)].at(0, step, ROWS), statistics);
                learner.apply(statistics, rates);
            });
        }
    }

    /** A row draws the same numbers wherever it stands, so that the order of rows changes sums by rounding alone. */
    @Test
    void aRowsRandomNumbersDoNotDependOnItsPlace() {
        try (Compute compute = Compute.open(1); LayerLearner learner = Case.PLAIN.learner(compute)) {
            final Batch batch = Case.PLAIN.batch(compute, 0, ROWS, 0);
            final Batch turned = Case.PLAIN.batch(compute, 0, ROWS, 0);
            final float[] row = new float[UNITS];
            for (int i = 0; i < ROWS; i++) {
                batch.visible().readRow(i, row);
                turned.visible().writeRow(ROWS - 1 - i, row);
                turned.numbers()[ROWS - 1 - i] = batch.numbers()[i];
            }
            final SummedStatistics one = new SummedStatistics(compute, learner.terms());
            final SummedStatistics other = new SummedStatistics(compute, learner.terms());
            learner.gather(batch, one);
            learner.gather(turned, other);
            for (final Term term : learner.terms()) {
                assertArrayEquals(one.sums(term).toArray(), other.sums(term).toArray(), 1e-4f, term.name());
            }
        }
    }

    /** A copy stays what it was, can be gone back to, and has memory of its own. */
    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "PERSISTENT_CENTRED_LABELS", "SOME_ZEROS"})
    void aCopyOfAStateCanBeGoneBackTo(final Case learned) throws IOException {
        try (Compute compute = Compute.open(1); LayerLearner learner = learned.learner(compute)) {
            learn(compute, learned, learner, 0, 3);
            final byte[] before = written(learner.state());
            final LearnerState copy = learner.state().copy(compute);
            final LearnerState ofCopy = copy.copy(compute);
            learn(compute, learned, learner, 3, 5);
            assertFalse(Arrays.equals(before, written(learner.state())));
            assertArrayEquals(before, written(copy));
            learner.state().set(compute, copy);
            assertArrayEquals(before, written(learner.state()));
            ofCopy.set(compute, learner.state());
            copy.close();
            assertThrows(IllegalStateException.class, () -> written(copy));
            assertArrayEquals(before, written(ofCopy));
            ofCopy.close();
            learner.state().close();
            assertArrayEquals(before, written(learner.state()), "a learner's state is the learner's");
        }
    }

    @Test
    void aStateOfAnotherLearnerIsRefused() throws IOException {
        try (Compute compute = Compute.open(1); LayerLearner plain = Case.PLAIN.learner(compute);
            LayerLearner persistent = Case.PERSISTENT.learner(compute);
            LayerLearner narrow = Case.PLAIN.settings.withHidden(HiddenUnits.of(HIDDEN - 1,
                UnitType.bernoulli())).learner(compute,
                    LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), UNITS)), new double[UNITS]), ROWS,
                    SEED)) {
            final byte[] written = written(persistent.state());
            final String message = assertThrows(IOException.class, () -> plain.state().read(new DataInputStream(
                new ByteArrayInputStream(written)))).getMessage();
            assertEquals("The state does not fit: the number of matrices is " + values(persistent.state()).size()
                + " where it should be " + values(plain.state()).size() + ".", message);
            final byte[] ofNarrow = written(narrow.state());
            assertEquals("The state does not fit: the shape of \"weights\" is 20 x 10 where it should be 20 x 11.",
                assertThrows(IOException.class, () -> plain.state().read(new DataInputStream(
                    new ByteArrayInputStream(ofNarrow)))).getMessage());
            final LearnerState other = persistent.state();
            assertThrows(IllegalArgumentException.class, () -> plain.state().set(compute, other));
            assertThrows(IllegalArgumentException.class, () -> plain.state().average(compute, other, 1, 1));
            assertThrows(IllegalArgumentException.class, () -> plain.state().approach(compute, other, 1));
        }
    }

    /** So that the error that is watched is a mean over rows and units. */
    @ParameterizedTest
    @EnumSource
    void theErrorIsOfAllVisibleUnitsOfTheRows(final Case learned) {
        try (Compute compute = Compute.open(1); LayerLearner learner = learned.learner(compute)) {
            Stepping.step(compute, learner, learned.batch(compute, 0, 17, 0), Rates.of(0.05, 0.5));
            assertEquals(17.0 * (learned.wide() ? WIDE : UNITS), learner.errorCount());
            assertTrue(learner.error() > 0);
        }
    }

    @Test
    void whatIsFusedIsOneProductAndTwoMoreOfTheSameRows() {
        try (Compute compute = Compute.open(1)) {
            final Terms terms = new Terms();
            final Term term = terms.products("weights", 2, 3);
            final Statistics statistics = new FusedStatistics(compute, terms);
            final FloatMatrix left = compute.zeros(5, 2);
            final FloatMatrix right = compute.zeros(5, 3);
            assertEquals("The term \"weights\" begins with a product that is subtracted.",
                assertThrows(IllegalStateException.class, () -> statistics.product(term, left, right, 5, -1f))
                    .getMessage());
            statistics.product(term, left, right, 5, 1f);
            assertThrows(IllegalStateException.class, () -> statistics.product(term, left, right, 4, -1f));
            statistics.product(term, left, right, 5, -1f);
            statistics.product(term, left, right, 5, 1f);
            assertThrows(IllegalStateException.class, () -> statistics.product(term, left, right, 5, -1f));
            statistics.clear();
            statistics.product(term, left, right, 4, 1f);
            statistics.product(term, left, right, 4, 1f);
        }
    }

    /** Of rows 1 and 3, and of 3 and 4; and what no sums can be. */
    @Test
    void sumsOfSomeRowsMergeAndWhatDoesNotAscendIsRefused() throws IOException {
        try (Compute compute = Compute.open(1)) {
            final SparseRowSums one = sums(compute, 5, 1, 3);
            final SparseRowSums other = sums(compute, 5, 3, 4);
            one.addTo(other);
            assertEquals(3, other.count());
            assertArrayEquals(new int[] {1, 3, 4}, Arrays.copyOf(other.units(), 3));
            assertArrayEquals(new float[] {1, 10, 3 + 3, 30 + 30, 4, 40}, other.sums().rows(0, 3).toArray());
            sums(compute, 5).addTo(other);
            assertEquals(3, other.count());
            other.addTo(other);
            assertEquals(12, other.sums().get(1, 0));
            final ByteArrayOutputStream written = new ByteArrayOutputStream();
            other.writeTo(new DataOutputStream(written));
            final SparseRowSums read = new SparseRowSums(compute, 2);
            read.readFrom(new DataInputStream(new ByteArrayInputStream(written.toByteArray())), 5);
            assertArrayEquals(other.sums().rows(0, 3).toArray(), read.sums().rows(0, 3).toArray());
            for (final int[] wrong : new int[][] {{3, 1}, {2, 2}, {5}, {-1}, {0, 1, 2, 3, 4, 4}}) {
                assertThrows(IOException.class, () -> sums(compute, 5, wrong));
            }
            assertEquals(2, sums(compute, 5, 0, 4).count());
            assertEquals(5, sums(compute, 5, 0, 1, 2, 3, 4).count(), "all");
            assertThrows(IOException.class, () -> new SparseRowSums(compute, 2).readFrom(
                new DataInputStream(new ByteArrayInputStream(new byte[] {-1, -1, -1, -1})), 5));
        }
    }

    /** Row n has the sums n and 10 n. */
    private static SparseRowSums sums(final Compute compute, final int rows, final int... units) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(units.length);
        for (final int unit : units) {
            out.writeInt(unit);
        }
        if (units.length > 0) {
            final FloatMatrix matrix = compute.zeros(units.length, 2);
            for (int i = 0; i < units.length; i++) {
                matrix.writeRow(i, new float[] {units[i], 10 * units[i]});
            }
            MatrixBytes.write(matrix, units.length, out);
        }
        final SparseRowSums sums = new SparseRowSums(compute, 2);
        sums.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), rows);
        return sums;
    }

    @Test
    void statesAreAveragedByTheirWeights() throws IOException {
        try (Compute compute = Compute.open(1); LayerLearner one = Case.PERSISTENT.learner(compute);
            LayerLearner other = Case.PERSISTENT.learner(compute)) {
            learn(compute, Case.PERSISTENT, one, 0, 3);
            learn(compute, Case.PERSISTENT, other, 5, 9);
            final Map<String, float[]> a = values(one.state());
            final Map<String, float[]> b = values(other.state());
            one.state().average(compute, other.state(), 1, 3);
            final Map<String, float[]> mean = values(one.state());
            for (final String name : List.of("weights", "visibleBiases", "hiddenIncrements")) {
                for (int i = 0; i < a.get(name).length; i++) {
                    assertEquals((a.get(name)[i] + 3 * b.get(name)[i]) / 4, mean.get(name)[i], 1e-6, name);
                }
            }
            assertArrayEquals(a.get("chains"), mean.get("chains"), "a chain has no mean");
        }
    }

    private static void assertSame(final Map<String, float[]> expected, final Map<String, float[]> actual,
        final String message) {
        assertEquals(expected.keySet(), actual.keySet(), message);
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), 2e-5f, message + ": " + name));
    }

    /** The matrices of a state by their names. */
    private static Map<String, float[]> values(final LearnerState state) throws IOException {
        final Map<String, float[]> values = new LinkedHashMap<>();
        final DataInputStream in = new DataInputStream(new ByteArrayInputStream(written(state)));
        for (int left = in.readInt(); left > 0; left--) {
            final String name = in.readUTF();
            final float[] matrix = new float[in.readInt() * in.readInt()];
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] = in.readFloat();
            }
            values.put(name, matrix);
        }
        return values;
    }

    private static byte[] written(final LearnerState state) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.write(new DataOutputStream(out));
        return out.toByteArray();
    }

    private static byte[] written(final SummedStatistics sums) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        sums.writeTo(new DataOutputStream(out));
        return out.toByteArray();
    }

    private static void read(final byte[] bytes, final SummedStatistics sums) throws IOException {
        sums.clear();
        sums.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
