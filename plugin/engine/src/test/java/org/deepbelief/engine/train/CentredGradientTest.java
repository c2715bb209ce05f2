// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.engine.model.LabelUnits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CentredGradientTest {

    private static final int VISIBLE = 5;

    private static final int HIDDEN = 7;

    private static final int ROWS = 12;

    private static final long STEP = 4;

    private static final double[] MEANS = {0.2, 0.4, 0.5, 0.7, 0.9};

    /** What is reconstructed. */
    enum Reconstruction {
        MEANS(Chain.OF_MEANS), SAMPLES(Chain.SAMPLED), PERSISTENT(new Chain(1, true, true));

        private final Chain chain;

        Reconstruction(final Chain chain) {
            this.chain = chain;
        }
    }

    /**
     * What a step changes, from the definition, over the very samples that the machine draws: the weights by
     * {@code (v - m)^T (h - l) - (v' - m)^T (h' - l)}, and the biases by their own gradient and by what makes up for
     * it.
     */
    @ParameterizedTest
    @CsvSource({"MEANS, 0, 1", "MEANS, 0.1, 2", "SAMPLES, 0, 3", "SAMPLES, 0.1, 4", "PERSISTENT, 0, 5"})
    void aStepIsThatOfTheMachineWithoutItsMeans(final Reconstruction kind, final double weightDecay,
        final long seed) {
        try (Compute compute = Compute.open(2); FloatMatrix batch = batch(seed);
            ContrastiveDivergence centred = machine(compute, kind.chain, true, weightDecay, seed, 0)) {
            final LayerParameters parameters = centred.parameters();
            final float[][] weights = weights(parameters);
            final float[] visibleBiases = parameters.visibleBiases.toArray();
            final float[] hiddenBiases = parameters.hiddenBiases.toArray();
            final double[] hiddenMeans = hiddenMeans(batch, weights, hiddenBiases);
            final DrawnChain drawn = DrawnChain.of(compute, centred, batch, kind.chain, seed, STEP);
            final float rate = 0.3f;
            Stepping.step(compute, centred, Stepping.batch(batch, ROWS, STEP), Rates.of(rate, 0f));
            final double[][] change = new double[VISIBLE][HIDDEN];
            final double[] visibleChange = new double[VISIBLE];
            final double[] hiddenChange = new double[HIDDEN];
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < VISIBLE; i++) {
                    final double v = batch.get(row, i);
                    visibleChange[i] += rate / ROWS * (v - drawn.visibleMeans[row][i]);
                    for (int j = 0; j < HIDDEN; j++) {
                        change[i][j] += rate / ROWS * ((v - MEANS[i]) * (drawn.dataHidden[row][j] - hiddenMeans[j])
                            - (drawn.visible[row][i] - MEANS[i]) * (drawn.hidden[row][j] - hiddenMeans[j]));
                    }
                }
                for (int j = 0; j < HIDDEN; j++) {
                    hiddenChange[j] += rate / ROWS * (drawn.dataHidden[row][j] - drawn.hidden[row][j]);
                }
            }
            for (int i = 0; i < VISIBLE; i++) {
                for (int j = 0; j < HIDDEN; j++) {
                    change[i][j] -= rate * weightDecay * weights[i][j];
                    visibleChange[i] -= change[i][j] * hiddenMeans[j];
                    hiddenChange[j] -= change[i][j] * MEANS[i];
                    assertEquals(change[i][j], parameters.weights.get(i, j) - weights[i][j], 2e-6,
                        "weight " + i + ", " + j + " at seed " + seed);
                }
                assertEquals(visibleChange[i], parameters.visibleBiases.get(0, i) - visibleBiases[i], 2e-6,
                    "visible bias " + i + " at seed " + seed);
            }
            for (int j = 0; j < HIDDEN; j++) {
                assertEquals(hiddenChange[j], parameters.hiddenBiases.get(0, j) - hiddenBiases[j], 2e-6,
                    "hidden bias " + j + " at seed " + seed);
            }
        }
    }

    /** Label units count from the hidden units' means too, and those of rows without a label from nothing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void labelUnitsAreCentredOnTheHiddenSide(final long seed) {
        try (Compute compute = Compute.open(2); FloatMatrix batch = batch(seed);
            ContrastiveDivergence plain = machine(compute, Chain.SAMPLED, false, 0, seed, 2);
            ContrastiveDivergence centred = machine(compute, Chain.SAMPLED, true, 0, seed, 2)) {
            final FloatMatrix classes = compute.zeros(ROWS, 1);
            final FloatMatrix given = compute.zeros(ROWS, 2);
            classes.fill(Float.NaN);
            for (int row = 0; row < ROWS - 2; row++) {
                classes.set(row, 0, row % 2);
                given.set(row, row % 2, 1f);
            }
            try (FloatMatrix weights = labels(plain).weights()) {
                final float[] biases = labels(plain).biases();
                final double[] hiddenMeans = hiddenMeans(batch, weights(plain.parameters()),
                    plain.parameters().hiddenBiases.toArray(), given, weights);
                for (final ContrastiveDivergence machine : List.of(plain, centred)) {
                    Stepping.step(compute, machine, Stepping.batch(batch, classes, ROWS, 4), Rates.of(0.3, 0));
                }
                try (FloatMatrix after = labels(plain).weights(); FloatMatrix wanted = labels(centred).weights()) {
                    for (int t = 0; t < 2; t++) {
                        final double biasChange = labels(plain).biases()[t] - biases[t];
                        double expected = biasChange;
                        for (int j = 0; j < HIDDEN; j++) {
                            final double change =
                                after.get(t, j) - weights.get(t, j) - biasChange * hiddenMeans[j];
                            assertEquals(change, wanted.get(t, j) - weights.get(t, j), 1e-6,
                                "weight " + t + ", " + j + " at seed " + seed);
                            expected -= change * hiddenMeans[j];
                        }
                        assertEquals(expected, labels(centred).biases()[t] - biases[t], 1e-6, "bias " + t);
                    }
                }
            }
        }
    }

    /** It learns faster, which is what it is for. (Later, the bias of CD-1 shows in it sooner, too.) */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void barsAndStripesBecomeLikelySooner(final long seed) {
        final double plain = likelihood(false, 0, 2000, seed);
        final double centred = likelihood(true, 0, 2000, seed);
        System.out.printf("bars and stripes after 2000 steps, seed %d: plain %.3f, centred %.3f nats%n", seed, plain,
            centred);
        assertTrue(centred > plain + 0.2, "log-likelihood " + centred + ", plain " + plain + ", seed " + seed);
    }

    /** A decay that is not seen in the biases drives them away, since the chain of CD-1 hardly pulls them back. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void weightDecayLeavesBarsAndStripesLikely(final long seed) {
        final double decayed = likelihood(true, 0.002, 6000, seed);
        System.out.printf("bars and stripes with weight decay, seed %d: %.3f nats%n", seed, decayed);
        assertTrue(decayed > -4.5, "log-likelihood " + decayed + ", seed " + seed);
    }

    private static double likelihood(final boolean centred, final double weightDecay, final int steps,
        final long seed) {
        final double[][] rows = ContrastiveDivergenceTest.barsAndStripes();
        final double[] means = new double[16];
        Arrays.fill(means, 0.5);
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(32, 16);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), 16)), means),
                settings(16, weightDecay).withCentredGradient(centred), 32, seed)) {
            for (int i = 0; i < 32; i++) {
                batch.writeRow(i, ContrastiveDivergenceTest.floats(rows[i]));
            }
            for (int step = 0; step < steps; step++) {
                Stepping.step(compute, machine, Stepping.batch(batch, 32, step), Rates.of(0.1f, 0.5f));
            }
            return new EnumeratedMachine(machine.parameters()).logLikelihood(rows);
        }
    }

    private static ContrastiveDivergence machine(final Compute compute, final Chain chain, final boolean centred,
        final double weightDecay, final long seed, final int classes) {
        final double[] classMeans = new double[classes];
        Arrays.fill(classMeans, 0.5);
        final ContrastiveDivergence machine = new ContrastiveDivergence(compute,
            new LayerInput(List.of(new UnitGroup(UnitType.bernoulli(), VISIBLE)), MEANS, classMeans, false),
            settings(HIDDEN, weightDecay).withChain(chain).withCentredGradient(centred), ROWS, seed);
        ContrastiveDivergenceTest.drawParameters(machine.parameters(), seed);
        return machine;
    }

    private static LabelUnits labels(final ContrastiveDivergence machine) {
        return machine.labelUnits(new ClassColumn("class", List.of("a", "b"))).orElseThrow();
    }

    private static BoltzmannMachineSettings settings(final int units, final double weightDecay) {
        return BoltzmannMachineSettings.plain(HiddenUnits.of(units, UnitType.bernoulli()),
            Learning.plain(1, 0.1).withPenalty(Penalty.l2(weightDecay)));
    }

    private static FloatMatrix batch(final long seed) {
        final FloatMatrix batch = FloatMatrix.zeros(ROWS, VISIBLE);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < VISIBLE; i++) {
                batch.set(row, i, CounterRandom.uniform(CounterRandom.key(seed, 98, 0), row, i));
            }
        }
        return batch;
    }

    private static float[][] weights(final LayerParameters parameters) {
        final float[][] weights = new float[VISIBLE][HIDDEN];
        for (int i = 0; i < VISIBLE; i++) {
            parameters.weights.readRow(i, weights[i]);
        }
        return weights;
    }

    private static double[] hiddenMeans(final FloatMatrix batch, final float[][] weights, final float[] biases) {
        try (FloatMatrix none = FloatMatrix.zeros(ROWS, 1); FloatMatrix noWeights = FloatMatrix.zeros(1, HIDDEN)) {
            return hiddenMeans(batch, weights, biases, none, noWeights);
        }
    }

    private static double[] hiddenMeans(final FloatMatrix batch, final float[][] weights, final float[] biases,
        final FloatMatrix labels, final FloatMatrix labelWeights) {
        final double[] means = new double[HIDDEN];
        for (int row = 0; row < ROWS; row++) {
            for (int j = 0; j < HIDDEN; j++) {
                double input = biases[j];
                for (int i = 0; i < VISIBLE; i++) {
                    input += batch.get(row, i) * weights[i][j];
                }
                for (int t = 0; t < labels.columns(); t++) {
                    input += labels.get(row, t) * labelWeights.get(t, j);
                }
                means[j] += 1 / (1 + Math.exp(-input)) / ROWS;
            }
        }
        return means;
    }
}
