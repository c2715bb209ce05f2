// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far Gaussian inputs are from what a network expects, beside sums over all states of the hidden units. */
class ResidualFitTest {

    private static final int HIDDEN = 4;

    private static final int ROWS = 1100;

    private static final List<UnitGroup> INPUTS =
        List.of(new UnitGroup(UnitType.gaussian(), 2), new UnitGroup(UnitType.bernoulli(), 2));

    private static InputEncoding encoding() {
        final List<InputColumn> columns = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            columns.add(new NumberColumn("x" + i, i < 2 ? UnitType.gaussian() : UnitType.bernoulli(),
                NumberScaling.NONE, 0, 1));
        }
        return new InputEncoding(columns, new float[4]);
    }

    /** With ways up and down of its own, and a standard deviation that was learned. */
    private static DenseLayer layer(final Random random) {
        return new BoltzmannLayer(INPUTS, UnitType.bernoulli(), Networks.matrix(random, 1, 4, HIDDEN),
            Networks.vector(random, 1, HIDDEN), Networks.matrix(random, 1, 4, HIDDEN), Networks.vector(random, 1, 4),
            new float[] {0.7f, 1, 1, 1});
    }

    private static DeepBeliefNetwork twoLayers(final Random random) {
        final DenseLayer top = BoltzmannLayer.tied(List.of(new UnitGroup(UnitType.bernoulli(), HIDDEN)),
            UnitType.bernoulli(), Networks.matrix(random, 1, HIDDEN, 3), Networks.vector(random, 1, 3),
            Networks.vector(random, 1, HIDDEN));
        return new DeepBeliefNetwork(encoding(), List.of(layer(random), top), AssociativeMemory.of(top),
            Optional.empty(), Networks.random(1, 1, 2, 2).provenance());
    }

    /** One layer whose memory is another machine than its way up. */
    private static DeepBeliefNetwork oneLayer(final Random random) {
        final DenseLayer layer = layer(random);
        return new DeepBeliefNetwork(encoding(), List.of(layer),
            new AssociativeMemory(Networks.matrix(random, 1, 4, HIDDEN), Networks.vector(random, 1, 4),
                Networks.vector(random, 1, HIDDEN), Optional.empty()),
            Optional.empty(), Networks.random(1, 1, 2, 2).provenance());
    }

    private static float[][] rows(final Random random, final int count) {
        final float[][] rows = new float[count][4];
        for (final float[] row : rows) {
            for (int i = 0; i < 4; i++) {
                row[i] = i < 2 ? 2 * (float)random.nextGaussian() : random.nextInt(2);
            }
        }
        return rows;
    }

    private static Split.Part all(final long rows) {
        final BitSet chosen = new BitSet();
        chosen.set(0, (int)rows);
        return Split.Part.of(chosen);
    }

    /** The sum over all h of q(h | v) ((v_i - E[v_i | h]) / s_i)^2. */
    private static double square(final DenseLayer layer, final float[] row, final int unit) {
        final float[] deviations = layer.visibleStandardDeviations();
        double sum = 0;
        for (int bits = 0; bits < 1 << HIDDEN; bits++) {
            double probability = 1;
            double mean = layer.visibleBiases()[unit];
            for (int j = 0; j < HIDDEN; j++) {
                double x = layer.hiddenBiases()[j];
                for (int i = 0; i < 4; i++) {
                    x += row[i] / Math.pow(deviations[i], 2) * layer.recognitionWeights().get(i, j);
                }
                final double on = 1 / (1 + Math.exp(-x));
                probability *= (bits >> j & 1) == 1 ? on : 1 - on;
                mean += (bits >> j & 1) * layer.generativeWeights().get(unit, j);
            }
            sum += probability * Math.pow((row[unit] - mean) / deviations[unit], 2);
        }
        return sum;
    }

    /** @param ends of the parts that the rows are measured in */
    private static DeepBeliefNetwork measured(final DeepBeliefNetwork network, final float[][] rows,
        final int... ends) {
        final ResidualFit fit = new ResidualFit(4);
        int start = 0;
        for (final int end : ends) {
            final ResidualFit part = new ResidualFit(4);
            try (Compute compute = Compute.open(1);
                SampleMatrix some = TestRows.of(Arrays.copyOfRange(rows, start, end), null)) {
                part.add(compute, network, some, all(end - start), () -> { });
            }
            fit.merge(part);
            start = end;
        }
        return fit.on(network);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deviationsAreTheRootsOfTheMeansOverRowsAndHiddenStates(final boolean two) {
        final Random random = new Random(6);
        System.out.println("ResidualFitTest: seed 6");
        final DeepBeliefNetwork network = two ? twoLayers(random) : oneLayer(random);
        final DenseLayer way = two ? network.layers().get(0).dense() : network.machine();
        final float[][] rows = rows(random, ROWS);
        final float[] deviations = measured(network, rows, rows.length).residualDeviations();
        for (int unit = 0; unit < 2; unit++) {
            double sum = 0;
            for (final float[] row : rows) {
                sum += square(way, row, unit);
            }
            assertEquals(Math.sqrt(sum / ROWS), deviations[unit], 1e-4);
        }
        assertArrayEquals(new float[] {1, 1}, Arrays.copyOfRange(deviations, 2, 4), "bits have none");
    }

    @Test
    void partsThatAreMergedMeasureWhatTheWholeDoes() {
        final Random random = new Random(7);
        final DeepBeliefNetwork network = twoLayers(random);
        final float[][] rows = rows(random, ROWS);
        assertArrayEquals(measured(network, rows, rows.length).residualDeviations(),
            measured(network, rows, 10, 700, ROWS).residualDeviations(), 1e-6f);
    }

    /** An input without weights at its bias is expected exactly. */
    @Test
    void anInputThatIsAlwaysAsExpectedDoesNotOutweighAllElse() {
        final FloatMatrix weights = FloatMatrix.zeros(4, HIDDEN);
        final DenseLayer layer =
            BoltzmannLayer.tied(INPUTS, UnitType.bernoulli(), weights, new float[HIDDEN], new float[] {3, 0, 0, 0});
        final DeepBeliefNetwork network = new DeepBeliefNetwork(encoding(), List.of(layer),
            AssociativeMemory.of(layer), Optional.empty(), Networks.random(1, 1, 2, 2).provenance());
        final float[] deviations =
            measured(network, new float[][] {{3, 1, 0, 1}, {3, 2, 1, 1}}, 2).residualDeviations();
        assertEquals(0.01f, deviations[0]);
        assertEquals(Math.sqrt(2.5), deviations[1], 1e-6);
    }

    /** Pretraining, wake-sleep, fine-tuning and embedding measure in the end; a change of weights forgets it. */
    @Test
    void everyTrainingMeasuresWhatItHasMade() throws IOException {
        final Random random = new Random(8);
        final float[][] rows = rows(random, 60);
        final float[] classes = new float[60];
        for (int row = 0; row < classes.length; row++) {
            classes[row] = random.nextInt(2);
        }
        try (SampleMatrix samples = TestRows.of(rows, classes)) {
            final LayerwisePretraining.Settings pretraining =
                PlainSettings.pretraining(List.of(PlainSettings.machine(5, UnitType.bernoulli(), 3),
                    PlainSettings.machine(4, UnitType.bernoulli(), 3)), 20, 1);
            final DeepBeliefNetwork pretrained =
                LayerwisePretraining.train(samples, encoding(), pretraining, TrainingMonitor.NONE).network();
            isMeasured(pretrained, samples);
            isMeasured(LayerwisePretraining.goOn(pretrained, samples, pretraining, TrainingMonitor.NONE).network(),
                samples);
            isMeasured(WakeSleepTuning.train(pretrained, samples, Defaults.WAKE_SLEEP
                .withTraining(TrainingSettings.of(20, 1)), TrainingMonitor.NONE).network(), samples);
            final FineTuning.Target target =
                new FineTuning.Target.Classes(new ClassColumn("c", List.of("a", "b")));
            isMeasured(FineTuning.train(pretrained, samples, Defaults.fineTuning(encoding(), target, 60)
                .withTraining(TrainingSettings.of(20, 1), Epochs.of(3)), TrainingMonitor.NONE).network(), samples);
            isMeasured(Embedding.train(pretrained, samples, new Embedding.Settings(
                new Embedding.Aim.Neighbours(5), 2, TrainingSettings.of(60, 1), Epochs.of(3),
                Defaults.EMBEDDING.descent(), Dropout.NONE, 0), TrainingMonitor.NONE).network(), samples);
            assertFalse(pretrained.trained(pretrained.layers(), pretrained.memory(), Optional.empty(),
                pretrained.provenance().steps().get(0)).structure().measuredResiduals());
        }
    }

    private static void isMeasured(final DeepBeliefNetwork network, final SampleMatrix samples) {
        assertTrue(network.structure().measuredResiduals());
        final ResidualFit fit = new ResidualFit(4);
        try (Compute compute = Compute.open(1)) {
            fit.add(compute, network, samples, all(samples.rows()), () -> { });
        }
        assertArrayEquals(fit.on(network).residualDeviations(), network.residualDeviations());
    }

    @Test
    void aNetworkWithoutGaussianInputsIsItself() {
        final DeepBeliefNetwork network = Networks.random(1, 1, 4, 3);
        try (Compute compute = Compute.open(1);
            SampleMatrix samples = TestRows.of(new float[][] {{0, 1, 1, 0}}, null)) {
            assertSame(network,
                ResidualFit.measured(compute, network, samples, all(1), () -> { }));
        }
        assertArrayEquals(new float[] {1, 1, 1, 1}, network.residualDeviations());
    }

    /** Without an input the network expects others of the rest. */
    @Test
    void aNetworkWithoutAnInputIsToBeMeasuredAnew() {
        final DeepBeliefNetwork network =
            twoLayers(new Random(9)).withResidualDeviations(new float[] {0.5f, 2, 1, 1});
        assertFalse(network.withoutInput("x0").structure().measuredResiduals());
        assertArrayEquals(new float[] {1, 1, 1}, network.withoutInput("x0").residualDeviations());
    }

    /** Products of bfloat16 would be off by a part in 400. */
    @Test
    void measurementsAreOfFloat32WhateverThePrecisionOfTheTraining() {
        final Random random = new Random(10);
        final DeepBeliefNetwork network = twoLayers(random);
        final float[][] rows = rows(random, 300);
        final float[] expected = measured(network, rows, rows.length).residualDeviations();
        final ResidualFit fit = new ResidualFit(4);
        try (Compute compute = Compute.open(2, Precision.MIXED); SampleMatrix samples = TestRows.of(rows, null)) {
            fit.add(compute, network, samples, all(rows.length), () -> { });
        }
        assertArrayEquals(expected, fit.on(network).residualDeviations());
    }
}
