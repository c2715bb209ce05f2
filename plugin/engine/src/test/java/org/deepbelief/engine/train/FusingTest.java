// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.infer.Evaluation;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Fusing networks: what the machine that joins them follows, and what becomes of rows that lack a sense. */
class FusingTest {

    private static final int COLUMNS = 8;

    private static final ClassColumn CLASSES = new ClassColumn("class", List.of("a", "b", "c", "d"));

    /** Two patterns of each sense for each of four classes, with noise. */
    private static float[][] rows(final long seed, final int count) {
        final Random random = new Random(seed);
        final float[][] rows = new float[count][2 * COLUMNS];
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < rows[r].length; i++) {
                final int place = i % COLUMNS / 2;
                final boolean on = place == r % 4;
                rows[r][i] = on == random.nextDouble() < 0.9 ? 1 : 0;
            }
        }
        return rows;
    }

    private static float[] classes(final int count) {
        final float[] classes = new float[count];
        for (int r = 0; r < count; r++) {
            classes[r] = r % 4;
        }
        return classes;
    }

    private static float[][] columns(final float[][] rows, final int first) {
        return Arrays.stream(rows).map(row -> Arrays.copyOfRange(row, first, first + COLUMNS)).toArray(float[][]::new);
    }

    private static InputEncoding encoding(final String name) {
        final float[] means = new float[COLUMNS];
        Arrays.fill(means, 0.3f);
        return new InputEncoding(IntStream.range(0, COLUMNS).<InputColumn>mapToObj(
            c -> new NumberColumn(name + c, UnitType.bernoulli(), NumberScaling.NONE, 0, 1)).toList(), means);
    }

    private static DeepBeliefNetwork pretrained(final String name, final float[][] rows, final int units)
        throws IOException {
        final LayerSettings layer = Defaults.BOLTZMANN_MACHINE.withHidden(HiddenUnits.of(units, UnitType.bernoulli()))
            .withLearning(Learning.plain(60, 0.1));
        try (SampleMatrix samples = TestRows.of(rows, null)) {
            return LayerwisePretraining.train(samples, encoding(name), new LayerwisePretraining.Settings(List.of(layer),
                TrainingSettings.of(20, 1).withThreads(1), Optional.empty()), TrainingMonitor.NONE).network();
        }
    }

    private static Fusing.Settings settings(final int threads) {
        return new Fusing.Settings(List.of(Defaults.BOLTZMANN_MACHINE
            .withHidden(HiddenUnits.of(30, UnitType.bernoulli())).withLearning(Learning.plain(100, 0.1))), 0.5,
            TrainingSettings.of(20, 1).withThreads(threads));
    }

    private static DeepBeliefNetwork fused(final float[][] rows, final int threads) throws IOException {
        final DeepBeliefNetwork left = pretrained("x", columns(rows, 0), 20);
        final DeepBeliefNetwork right = pretrained("y", columns(rows, COLUMNS), 12);
        try (SampleMatrix samples = TestRows.of(rows, null)) {
            return Fusing.train(List.of(Fusing.sense("left", left), Fusing.sense("right", right)),
                List.of(left.provenance(), right.provenance()), samples, settings(threads), TrainingMonitor.NONE)
                .network();
        }
    }

    @Test
    void theBitsDoNotDependOnTheNumberOfThreads() throws IOException {
        final float[][] rows = rows(3, 200);
        final DeepBeliefNetwork first = fused(rows, 1);
        assertEquals(List.of(32), first.layers().stream().map(layer -> layer.visibleUnits()).toList());
        assertEquals(List.of(TrainingStep.PRETRAINING, TrainingStep.PRETRAINING, TrainingStep.FUSING),
            first.provenance().steps().stream().map(TrainingStep::name).toList());
        assertFalse(first.provenance().has(TrainingStep.PRETRAINING), "what the senses learned is not the whole's");
        for (final int threads : new int[]{2, 4}) {
            assertArrayEquals(first.layers().get(0).recognitionWeights().toArray(),
                fused(rows, threads).layers().get(0).recognitionWeights().toArray(), threads + " threads");
        }
    }

    private static float[][] without(final float[][] rows, final int first) {
        return Arrays.stream(rows).map(row -> {
            final float[] gaps = row.clone();
            Arrays.fill(gaps, first, first + COLUMNS, Float.NaN);
            return gaps;
        }).toArray(float[][]::new);
    }

    private static double accuracy(final DeepBeliefNetwork network, final float[][] rows) throws IOException {
        try (Prediction prediction = new Prediction(network, Prediction.Source.HEAD, 1)) {
            final int[] counts = new int[2];
            prediction.run(TestRows.source(rows, null, true), results -> {
                counts[0] += Evaluation.mostProbable(results) == counts[1] % 4 ? 1 : 0;
                counts[1]++;
            });
            return (double)counts[0] / counts[1];
        }
    }

    /** Both senses tell the class, so that either does when the other is missing, if that is filled from it. */
    @Test
    void aSenseThatIsMissingIsFilledFromTheOther() throws IOException {
        final float[][] rows = rows(5, 400);
        final DeepBeliefNetwork fused = fused(rows, 1);
        final DeepBeliefNetwork tuned;
        try (SampleMatrix samples = TestRows.of(rows, classes(rows.length))) {
            final FineTuning.Settings learning = Defaults.fineTuning(fused.encoding(),
                new FineTuning.Target.Classes(CLASSES), rows.length);
            final TrainingResult result = FineTuning.train(fused, samples,
                learning.withTraining(learning.training().withThreads(1), Epochs.of(20)), TrainingMonitor.NONE);
            tuned = result.network();
            assertEquals(new TrainingLog.LayerRange(2, 2), result.log().entries().get(0).learned());
        }
        for (int s = 0; s < 2; s++) {
            assertSame(fused.senses().get(s), tuned.senses().get(s));
        }
        assertEquals(List.of("fusing", "fine-tuning"),
            tuned.provenance().steps().stream().map(TrainingStep::name).skip(2).toList());
        final float[][] others = rows(6, 400);
        final double whole = accuracy(tuned, others);
        final double left = accuracy(tuned, without(others, COLUMNS));
        final double right = accuracy(tuned, without(others, 0));
        final double nothing = accuracy(tuned, without(without(others, 0), COLUMNS));
        System.out.printf("FusingTest: accuracy %.3f, without the right sense %.3f, without the left %.3f, without both"
            + " %.3f%n", whole, left, right, nothing);
        assertTrue(whole > 0.95, "" + whole);
        assertTrue(left > 0.85 && right > 0.85, left + ", " + right);
        assertTrue(nothing < 0.3, "" + nothing);
        assertReconstructed(fused, others);
    }

    private static void assertReconstructed(final DeepBeliefNetwork network, final float[][] rows) throws IOException {
        for (final Reconstruction.Fill fill : Reconstruction.Fill.values()) {
            final double[] squares = new double[3];
            try (Reconstruction reconstruction = new Reconstruction(network, fill, 20, 1, 1)) {
                reconstruction.run(TestRows.source(without(rows, COLUMNS), null, true), results -> {
                    final float[] row = rows[(int)squares[2]++];
                    for (int i = COLUMNS; i < 2 * COLUMNS; i++) {
                        squares[0] += Math.pow(results.at(2 * COLUMNS + i) - row[i], 2);
                        squares[1] += Math.pow(0.3 - row[i], 2);
                        assertEquals(row[i - COLUMNS], results.at(2 * COLUMNS + i - COLUMNS), 0);
                    }
                    assertTrue(Double.isFinite(results.at(4 * COLUMNS + 1)));
                });
            }
            System.out.printf("FusingTest: a sense filled by %s has %.2f of the error of its means%n", fill,
                squares[0] / squares[1]);
            assertTrue(squares[0] < 0.75 * squares[1], fill + ": " + squares[0] + " of " + squares[1]);
        }
    }

    /** Wake-sleep and fine-tuning without a target take rows that lack a sense, too. */
    @Test
    void rowsThatLackASenseAreLearnedFrom() throws IOException {
        final float[][] rows = rows(7, 100);
        final DeepBeliefNetwork fused = fused(rows, 1);
        final float[][] gaps = rows.clone();
        for (int r = 0; r < gaps.length; r += 3) {
            gaps[r] = without(new float[][]{rows[r]}, r % 2 * COLUMNS)[0];
        }
        try (SampleMatrix samples = TestRows.of(gaps, null)) {
            final WakeSleepTuning.Settings tuning = Defaults.WAKE_SLEEP.withEpochs(Epochs.of(2))
                .withTraining(TrainingSettings.of(20, 1).withThreads(1));
            final TrainingResult tuned = WakeSleepTuning.train(fused, samples, tuning, TrainingMonitor.NONE);
            assertTrue(tuned.log().entries().get(1).reconstructionError() < 0.3);
            assertFinite(tuned.network());
            final TrainingResult unrolled = FineTuning.train(fused, samples, Defaults.FINE_TUNING.withTraining(
                TrainingSettings.of(20, 1).withThreads(1), Epochs.of(2)), TrainingMonitor.NONE);
            assertFinite(unrolled.network());
            final TrainingResult map = Embedding.train(fused, samples, Defaults.EMBEDDING.withAim(
                new Embedding.Aim.Neighbours(5)).withTraining(TrainingSettings.of(50, 1).withThreads(1), Epochs.of(2)),
                TrainingMonitor.NONE);
            assertEquals(2, map.network().lastLayer().hiddenUnits());
            assertEquals(2, map.network().senses().size());
        }
        try (SampleMatrix samples = TestRows.of(gaps, null)) {
            final DeepBeliefNetwork again = Fusing.train(fused.senses(), List.of(), samples, settings(1),
                TrainingMonitor.NONE).network();
            assertFinite(again);
        }
    }

    private static void assertFinite(final DeepBeliefNetwork network) {
        for (final float weight : network.lastLayer().recognitionWeights().toArray()) {
            assertTrue(Float.isFinite(weight));
        }
    }

    /**
     * The mean gradient of many copies of a row is the exact one: over which sense is left out, over the states of the
     * hidden units given what is left, of v^T h(v-) - v'^T h(v') with v- what is left and v' = E[v | h*].
     */
    @Test
    void theGradientIsThatOfWholeRowsFromWhatIsLeft() {
        final int copies = 60_000;
        final double leftOut = 0.4;
        final float[] row = {0.9f, 0.2f, 0.7f};
        final double[] means = {0.3, 0.4, 0.6};
        final JointMachineSettings settings = new JointMachineSettings(
            BoltzmannMachineSettings.plain(HiddenUnits.of(2, UnitType.bernoulli()), Learning.plain(1, 0.1))
                .withChain(Chain.OF_MEANS), List.of(2, 1), leftOut);
        final Random random = new Random(4);
        try (Compute compute = Compute.open(2);
            ContrastiveDivergence machine = (ContrastiveDivergence)settings.learner(compute,
                LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), 3)), means), copies, 11)) {
            final LayerParameters parameters = machine.parameters();
            parameters.weights.copyFrom(Networks.matrix(random, 1.5, 3, 2));
            parameters.hiddenBiases.write(Networks.vector(random, 1, 2));
            parameters.visibleBiases.write(Networks.vector(random, 1, 3));
            final FloatMatrix visible = compute.zeros(copies, 3);
            for (int r = 0; r < copies; r++) {
                visible.writeRow(r, row);
            }
            final Batch batch = Batch.of(visible, null);
            for (int r = 0; r < copies; r++) {
                batch.numbers()[r] = r;
            }
            final SummedStatistics sums = new SummedStatistics(compute, machine.terms());
            machine.gather(batch.at(0, 0, copies), sums);
            final FloatMatrix gathered = compute.zeros(3, 2);
            gathered.copyFrom(sums.sums(machine.terms().get(0)));
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 2; j++) {
                    assertEquals(exact(parameters, row, means, leftOut, i, j), gathered.get(i, j) / copies, 0.006,
                        i + ", " + j);
                }
            }
        }
    }

    private static double exact(final LayerParameters p, final float[] row, final double[] means, final double leftOut,
        final int i, final int j) {
        final double[] whole = {row[0], row[1], row[2]};
        final double[] noFirst = expected(p, new double[] {means[0], means[1], row[2]});
        final double[] noSecond = expected(p, new double[] {row[0], row[1], means[2]});
        final double[] withoutFirst = {noFirst[0], noFirst[1], row[2]};
        final double[] withoutSecond = {row[0], row[1], noSecond[2]};
        // one of the two stays, each as often as the other; the other is left out with the share
        return (1 - leftOut) * gradient(p, row, whole, i, j) + leftOut / 2 * gradient(p, row, withoutFirst, i, j)
            + leftOut / 2 * gradient(p, row, withoutSecond, i, j);
    }

    /** E[v | h] at h = E[h | v], by which a sense that is left out is filled. */
    private static double[] expected(final LayerParameters p, final double[] left) {
        final double[] hidden = up(p, left);
        final double[] visible = new double[3];
        for (int v = 0; v < 3; v++) {
            visible[v] = logistic(p.visibleBiases.get(0, v) + hidden[0] * p.weights.get(v, 0)
                + hidden[1] * p.weights.get(v, 1));
        }
        return visible;
    }

    private static double gradient(final LayerParameters p, final float[] row, final double[] left, final int i,
        final int j) {
        return row[i] * up(p, left)[j] - model(p, left, i, j);
    }

    private static double model(final LayerParameters p, final double[] start, final int i, final int j) {
        final double[] on = up(p, start);
        double sum = 0;
        for (int state = 0; state < 4; state++) {
            final double[] hidden = {state & 1, state >> 1};
            final double[] visible = new double[3];
            for (int v = 0; v < 3; v++) {
                visible[v] = logistic(p.visibleBiases.get(0, v) + hidden[0] * p.weights.get(v, 0)
                    + hidden[1] * p.weights.get(v, 1));
            }
            final double probability = (hidden[0] == 1 ? on[0] : 1 - on[0]) * (hidden[1] == 1 ? on[1] : 1 - on[1]);
            sum += probability * visible[i] * up(p, visible)[j];
        }
        return sum;
    }

    private static double[] up(final LayerParameters p, final double[] visible) {
        final double[] hidden = new double[2];
        for (int j = 0; j < 2; j++) {
            double input = p.hiddenBiases.get(0, j);
            for (int v = 0; v < 3; v++) {
                input += visible[v] * p.weights.get(v, j);
            }
            hidden[j] = logistic(input);
        }
        return hidden;
    }

    private static double logistic(final double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        final float[][] rows = rows(3, 40);
        final DeepBeliefNetwork left = pretrained("x", columns(rows, 0), 5);
        final DeepBeliefNetwork fused = fused(rows, 1);
        assertMessage("has 2 senses already", () -> Fusing.sense("both", fused));
        final Sense one = Fusing.sense("one", left);
        final Sense other = Fusing.sense("other", left);
        try (SampleMatrix samples = TestRows.of(rows, null)) {
            assertMessage("\"x0\" is named twice", () -> Fusing.train(List.of(one, other), List.of(), samples,
                settings(1), TrainingMonitor.NONE));
            assertMessage("The rows have 16 units, but the senses take 8", () -> Fusing.train(List.of(one), List.of(),
                samples, settings(1), TrainingMonitor.NONE));
            assertMessage("has 2 senses", () -> LayerwisePretraining.goOn(fused, samples, Defaults.PRETRAINING,
                TrainingMonitor.NONE));
        }
        assertMessage("autoencoder", () -> new Fusing.Settings(List.of(Defaults.AUTOENCODER), 0.5,
            TrainingSettings.of(20, 1)));
        final DeepBeliefNetwork narrower = fused.withoutInput("y3");
        assertEquals(15, narrower.encoding().units());
        assertEquals(-1, narrower.encoding().indexOf("y3"));
        assertSame(fused.senses().get(0), narrower.senses().get(0));
    }

    private static void assertMessage(final String part, final Executable work) {
        final String message = assertThrows(IllegalArgumentException.class, work).getMessage();
        assertTrue(message.contains(part), message);
    }
}
