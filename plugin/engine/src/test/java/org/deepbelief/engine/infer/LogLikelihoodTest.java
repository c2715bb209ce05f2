// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.AutoencoderLayer;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.units.FreeEnergy;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLikelihoodTest {

    /** log Z by enumeration of the hidden states, all else summed out. */
    private static double exact(final DeepBeliefNetwork network, final int classes) {
        final var memory = network.memory();
        final float[] visibleBiases = memory.visibleBiases();
        final float[] hiddenBiases = memory.hiddenBiases();
        final double[] logs = new double[1 << hiddenBiases.length];
        for (int h = 0; h < logs.length; h++) {
            for (int j = 0; j < hiddenBiases.length; j++) {
                logs[h] += (h >> j & 1) * hiddenBiases[j];
            }
            for (int i = 0; i < visibleBiases.length; i++) {
                double input = visibleBiases[i];
                for (int j = 0; j < hiddenBiases.length; j++) {
                    input += (h >> j & 1) * memory.weights().get(i, j);
                }
                logs[h] += Math.log1p(Math.exp(input));
            }
            if (classes > 0) {
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    double input = memory.labels().orElseThrow().biases()[c];
                    for (int j = 0; j < hiddenBiases.length; j++) {
                        input += (h >> j & 1) * memory.labels().orElseThrow().weights().get(c, j);
                    }
                    sum += Math.exp(input);
                }
                logs[h] += Math.log(sum);
            }
        }
        return FreeEnergy.logSumExp(logs, logs.length);
    }

    @Tag("long")
    @Test
    void theEstimateIsWithinThreeStandardErrorsAtNineteenOfTwentySeeds() {
        final int[] hidden = {4, 8, 12, 16, 20};
        int within = 0;
        for (int seed = 1; seed <= 20; seed++) {
            DeepBeliefNetwork network = Networks.random(seed, 0.6, 15, hidden[seed % 5]);
            final int classes = seed % 2 == 0 ? 3 : 0;
            if (classes > 0) {
                network = Networks.withLabels(network, seed, 0.6, new ClassColumn("c", List.of("a", "b", "c")));
            }
            final double exact = hidden[seed % 5] < 20 ? exact(network, classes) : exactBySmallerSide(network, classes);
            final LogLikelihood.Estimate estimate =
                LogLikelihood.estimate(network, new LogLikelihood.Settings(100, 300, seed, 1));
            final double errors =
                Math.abs(estimate.logPartitionFunction() - exact) / estimate.standardError();
            System.out.printf("LogLikelihoodTest seed %d, %d hidden units: %.4f +- %.4f, exact %.4f%n", seed,
                hidden[seed % 5], estimate.logPartitionFunction(), estimate.standardError(), exact);
            within += errors <= 3 ? 1 : 0;
            assertTrue(estimate.standardError() < 0.2);
        }
        assertTrue(within >= 19, within + " of 20 within three standard errors");
    }

    /**
     * The estimate of Z is unbiased at any number of temperatures (Neal 2001), and its standard error is that of a mean
     * of independent weights, here beside the scatter over the seeds.
     */
    @ParameterizedTest
    @CsvSource({"false, 2", "true, 2", "true, 1", "true, 5"})
    void fewTemperaturesScatterMoreAndAsMuchAsTheyTellAroundTheExactValue(final boolean labelled,
        final int temperatures) {
        final int seeds = 60;
        DeepBeliefNetwork network = Networks.random(7, 1.2, 5, 3);
        if (labelled) {
            network = Networks.withLabels(network, 8, 1.2, new ClassColumn("c", List.of("a", "b", "c")));
        }
        final double exact = exact(network, labelled ? 3 : 0);
        double mean = 0;
        double squares = 0;
        double told = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            final LogLikelihood.Estimate estimate =
                LogLikelihood.estimate(network, new LogLikelihood.Settings(300, temperatures, seed, 1));
            final double ratio = Math.exp(estimate.logPartitionFunction() - exact);
            mean += ratio / seeds;
            squares += ratio * ratio / seeds;
            told += Math.pow(estimate.standardError() * ratio, 2) / seeds;
        }
        final double deviation = Math.sqrt(squares - mean * mean);
        System.out.printf("LogLikelihoodTest: Z %.4f of the exact one, deviation %.4f, told %.4f%n", mean, deviation,
            Math.sqrt(told));
        assertEquals(1, mean, 4 * deviation / Math.sqrt(seeds));
        assertEquals(1, Math.sqrt(told) / deviation, 0.35);
    }

    /** The chains move between the temperatures; if they stood still, any number would scatter as one does. */
    @Test
    void moreTemperaturesScatterLess() {
        final DeepBeliefNetwork network = Networks.withLabels(Networks.random(7, 1.2, 5, 3), 8, 1.2,
            new ClassColumn("c", List.of("a", "b", "c")));
        final double[] errors = new double[2];
        for (int seed = 1; seed <= 10; seed++) {
            for (int more = 0; more < 2; more++) {
                errors[more] += LogLikelihood.estimate(network,
                    new LogLikelihood.Settings(300, more == 0 ? 1 : 8, seed, 1)).standardError();
            }
        }
        assertTrue(errors[1] < 0.4 * errors[0], errors[1] + " of " + errors[0]);
    }

    /** A thousand chains run 512 at a time. */
    @Test
    void theShareThatIsDoneIsTold() {
        final List<Double> shares = new ArrayList<>();
        LogLikelihood.estimate(Networks.random(7, 1, 5, 3), new LogLikelihood.Settings(1000, 4, 1, 1), () -> false,
            shares::add);
        assertEquals(List.of(0.128, 0.256, 0.384, 0.512, 0.634, 0.756, 0.878, 1.0), shares);
    }

    @Test
    void estimatesCanBeCancelledAndNeedChains() {
        final DeepBeliefNetwork network = Networks.random(7, 1, 5, 3);
        final int[] asked = new int[1];
        assertThrows(CancellationException.class, () -> LogLikelihood.estimate(network,
            new LogLikelihood.Settings(2, 10, 1, 1), () -> ++asked[0] == 4, share -> { }));
        assertEquals(4, asked[0]);
        asked[0] = 0;
        LogLikelihood.estimate(network, new LogLikelihood.Settings(2, 10, 1, 1), () -> ++asked[0] < 0, share -> { });
        // A product, a read and a write draw the hidden units, and as much the visible ones but for the last time; a
        // read and a write drew the first. Five matrices were made before.
        assertEquals(5 + 10 * 3 + 9 * 3 + 2, asked[0], "once an operation");
        for (final int[] wrong : new int[][] {{1, 1, 0}, {2, 0, 0}, {2, 1, -1}}) {
            assertThrows(IllegalArgumentException.class,
                () -> new LogLikelihood.Settings(wrong[0], wrong[1], 1, wrong[2]));
        }
    }

    /** The integral over a Gaussian visible unit of e to the power of minus its free energy, by trapezoids. */
    @ParameterizedTest
    @ValueSource(floats = {0.3f, 1, 4})
    void standardDeviationsAreInTheEstimate(final float deviation) throws IOException {
        final FloatMatrix weights = FloatMatrix.of(1, 2, new float[] {0.8f * deviation, -1.1f * deviation});
        final Layer layer = new BoltzmannLayer(List.of(new UnitGroup(UnitType.gaussian(), 1)), UnitType.bernoulli(),
            weights, new float[] {0.3f, -0.2f}, weights, new float[] {0.5f * deviation}, new float[] {deviation});
        final DeepBeliefNetwork network = new DeepBeliefNetwork(
            new InputEncoding(List.of(new NumberColumn("x", UnitType.gaussian(), NumberScaling.NONE, 0, 1)),
                new float[1]), List.of(layer), AssociativeMemory.of(layer), Optional.empty(),
            new Provenance(List.of()));
        final int points = 4001;
        final float[][] rows = new float[points][1];
        final double width = 24.0 * deviation / (points - 1);
        for (int i = 0; i < points; i++) {
            rows[i][0] = (float)(-12 * deviation + i * width);
        }
        final double[] sum = new double[1];
        try (Reconstruction energies =
            new Reconstruction(network, Reconstruction.Fill.TRAINING_MEANS, 1, 1, 1)) {
            energies.run(TestRows.source(rows, null, true), values -> sum[0] += Math.exp(-values.at(3)) * width);
        }
        final double estimate =
            LogLikelihood.estimate(network, new LogLikelihood.Settings(200, 300, 3, 1)).logPartitionFunction();
        assertEquals(Math.log(sum[0]), estimate, 0.05, "standard deviation " + deviation);
    }

    /** As {@link #exact}, by enumeration of the visible states. */
    private static double exactBySmallerSide(final DeepBeliefNetwork network, final int classes) {
        final var memory = network.memory();
        final float[] visibleBiases = memory.visibleBiases();
        final float[] hiddenBiases = memory.hiddenBiases();
        final int labels = Math.max(1, classes);
        final double[] logs = new double[labels << visibleBiases.length];
        for (int state = 0; state < logs.length; state++) {
            final int v = state / labels;
            final int c = state % labels;
            logs[state] = classes == 0 ? 0 : memory.labels().orElseThrow().biases()[c];
            for (int i = 0; i < visibleBiases.length; i++) {
                logs[state] += (v >> i & 1) * visibleBiases[i];
            }
            for (int j = 0; j < hiddenBiases.length; j++) {
                double input = hiddenBiases[j];
                input += classes == 0 ? 0 : memory.labels().orElseThrow().weights().get(c, j);
                for (int i = 0; i < visibleBiases.length; i++) {
                    input += (v >> i & 1) * memory.weights().get(i, j);
                }
                logs[state] += Math.log1p(Math.exp(input));
            }
        }
        return FreeEnergy.logSumExp(logs, logs.length);
    }

    @Test
    void bothEnumerationsAgree() {
        final DeepBeliefNetwork network = Networks.withLabels(Networks.random(1, 0.6, 6, 5), 2, 0.6,
            new ClassColumn("c", List.of("a", "b", "c")));
        assertEquals(exact(network, 3), exactBySmallerSide(network, 3), 1e-9);
    }

    /** The energy of rectified linear visible units has no partition function that is known, and so on. */
    @Test
    void whatHasNoPartitionFunctionIsRefused() {
        final LayerKind machine = LayerKind.BOLTZMANN_MACHINE;
        assertRefused(machine, UnitType.bernoulli(), UnitType.rectifiedLinear(), "below the top layer are rectified");
        assertRefused(machine, UnitType.gaussian(), UnitType.bernoulli(), "units are Gaussian, not Bernoulli");
        assertRefused(LayerKind.AUTOENCODER, UnitType.bernoulli(), UnitType.bernoulli(), "an autoencoder");
        assertEquals(Optional.empty(),
            LogLikelihood.obstacle(machine, UnitType.bernoulli(), List.of(UnitType.gaussian(), UnitType.softmax())));
    }

    private static void assertRefused(final LayerKind kind, final UnitType hidden, final UnitType visible,
        final String why) {
        final DeepBeliefNetwork network = Networks.random(1, 0.6, 4, 3, 2);
        final DenseLayer first = network.layers().get(0).dense();
        final Layer below = BoltzmannLayer.tied(first.visibleGroups(), visible, first.recognitionWeights(),
            first.hiddenBiases(), first.visibleBiases());
        final DenseLayer last = network.lastLayer().dense();
        final List<UnitGroup> groups = List.of(new UnitGroup(visible, 3));
        final Layer top = kind == LayerKind.BOLTZMANN_MACHINE
            ? BoltzmannLayer.tied(groups, hidden, last.recognitionWeights(), last.hiddenBiases(), last.visibleBiases())
            : AutoencoderLayer.tied(groups, hidden, last.recognitionWeights(), last.hiddenBiases(),
                last.visibleBiases());
        final DeepBeliefNetwork other = new DeepBeliefNetwork(network.encoding(), List.of(below, top),
            AssociativeMemory.of(top), Optional.empty(), network.provenance());
        final String message = assertThrows(IllegalArgumentException.class,
            () -> LogLikelihood.estimate(other, new LogLikelihood.Settings(2, 1, 1, 1))).getMessage();
        assertTrue(message.contains(why), message);
    }
}
