// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.ConditionalLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.RecurrentLayer;
import org.deepbelief.engine.model.TemporalLayers;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in order through the whole of inference and fine-tuning, over the borders of batches and of sequences. */
class TemporalInferenceTest {

    private static final ConditionalLayer LOWER = TemporalLayers.conditional(1, UnitType.gaussian(), 3, 4, 2);

    private static final RecurrentLayer UPPER = TemporalLayers.recurrent(2, UnitType.bernoulli(), 4, 5);

    /** Longer than a batch, and short ones. */
    private static final float[][][] SEQUENCES = {TemporalLayers.rows(new Random(1), 700, 3),
        TemporalLayers.rows(new Random(2), 1, 3), TemporalLayers.rows(new Random(3), 40, 3)};

    private static float[][] floats(final double[][] rows) {
        final float[][] floats = new float[rows.length][rows[0].length];
        for (int t = 0; t < rows.length; t++) {
            for (int j = 0; j < rows[t].length; j++) {
                floats[t][j] = (float)rows[t][j];
            }
        }
        return floats;
    }

    private static List<double[]> results(final RowInference inference, final float[][]... sequences)
        throws IOException {
        final List<double[]> results = new ArrayList<>();
        try (inference) {
            inference.run(TestRows.sequenceSource(sequences), values -> results.add(values.toArray()));
        }
        return results;
    }

    /** As they stand, and with two sequences swapped: nothing comes over a border. */
    @Test
    void featuresAreThoseOfEachSequenceByItself() throws IOException {
        final DeepBeliefNetwork network = TemporalLayers.network(LOWER, UPPER);
        for (final int[] order : new int[][] {{0, 1, 2}, {2, 1, 0}}) {
            final float[][][] sequences = {SEQUENCES[order[0]], SEQUENCES[order[1]], SEQUENCES[order[2]]};
            final List<double[]> features = results(
                new FeatureExtraction(network, List.of(1, 2), FeatureKind.PROBABILITIES, 1, 2), sequences);
            int row = 0;
            for (final float[][] sequence : sequences) {
                final double[][] first = TemporalLayers.hidden(LOWER, sequence);
                final double[][] second = TemporalLayers.hidden(UPPER, floats(first));
                for (int t = 0; t < sequence.length; t++, row++) {
                    for (int j = 0; j < 9; j++) {
                        assertEquals(j < 4 ? first[t][j] : second[t][j - 4], features.get(row)[j], 5e-6, "row " + row);
                    }
                }
            }
            assertEquals(row, features.size());
        }
    }

    /** The way down is that of a row after those before it, and a missing unit is filled by it. */
    @Test
    void reconstructionsKnowTheRowsBefore() throws IOException {
        final List<double[]> rows = results(new Reconstruction(TemporalLayers.network(LOWER),
            Reconstruction.Fill.MEAN_FIELD, 3, 1, 2), SEQUENCES);
        int row = 0;
        for (final float[][] sequence : SEQUENCES) {
            final double[][] hidden = TemporalLayers.hidden(LOWER, sequence);
            for (int t = 0; t < sequence.length; t++, row++) {
                final double[] means = TemporalLayers.visibleBiases(LOWER,
                    TemporalLayers.context(LOWER, sequence, t, hidden));
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 4; j++) {
                        means[i] += hidden[t][j] * LOWER.recognitionWeights().get(i, j);
                    }
                    assertEquals(means[i], rows.get(row)[i], 2e-5, "row " + row);
                }
                assertTrue(Double.isNaN(rows.get(row)[7]), "no free energy");
            }
        }
    }

    /** Each row's target is a unit of the row before, which only the features of rows in order tell. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHeadLearnsFromFeaturesOfRowsInOrder(final boolean denseAbove) throws IOException {
        final Random random = new Random(4);
        final BoltzmannLayer dense = BoltzmannLayer.tied(List.of(new UnitGroup(UnitType.bernoulli(), 4)),
            UnitType.bernoulli(), Networks.matrix(random, 0.5, 4, 6), new float[6], new float[4]);
        // The first hidden unit reads the first unit of the row before.
        final FloatMatrix toHidden = FloatMatrix.zeros(6, 4);
        toHidden.set(0, 0, 1);
        final ConditionalLayer layer = new ConditionalLayer(LOWER.visibleGroups(), UnitType.bernoulli(),
            new ConditionalLayer.Context(LOWER.contextMeans(), LOWER.visibleContextWeights(), toHidden),
            Networks.matrix(random, 0.02, 3, 4), LOWER.visibleBiases(), new float[4],
            LOWER.visibleStandardDeviations());
        final DeepBeliefNetwork start =
            denseAbove ? TemporalLayers.network(layer, dense) : TemporalLayers.network(layer);
        final float[] targets = new float[741];
        int row = 0;
        for (final float[][] sequence : SEQUENCES) {
            for (int t = 0; t < sequence.length; t++, row++) {
                targets[row] = t == 0 ? Float.NaN : sequence[t - 1][0];
            }
        }
        final FineTuning.Settings settings = Defaults.FINE_TUNING.withTarget(new FineTuning.Target.Numbers("next"))
            .withDropout(Dropout.NONE)
            .withTraining(TrainingSettings.of(20, 1).withThreads(1), Epochs.of(30));
        try (SampleMatrix samples = TestRows.sequences(targets, SEQUENCES)) {
            final DeepBeliefNetwork tuned =
                FineTuning.train(start, samples, settings, TrainingMonitor.NONE).network();
            assertSame(start.layers().get(0), tuned.layers().get(0), "the layer that knows the rows before stays");
            final List<double[]> predicted = results(new Prediction(tuned, Prediction.Source.HEAD, 1), SEQUENCES);
            double left = 0;
            double all = 0;
            for (int t = 1; t < 700; t++) {
                left += (predicted.get(t)[0] - targets[t]) * (predicted.get(t)[0] - targets[t]);
                all += targets[t] * targets[t];
            }
            assertTrue(left < 0.2 * all, "unexplained: " + left / all);
            assertThrows(IllegalArgumentException.class, () -> FineTuning.train(start, samples,
                settings.withTarget(new FineTuning.Target.Inputs()), TrainingMonitor.NONE));
        }
    }

    @Test
    void whatTakesRowsByThemselvesRefuses() {
        final DeepBeliefNetwork network = TemporalLayers.network(LOWER);
        assertEquals("Generating rows takes rows by themselves, but layer 1 of the network is a conditional Boltzmann"
            + " machine, which knows the rows before each.", assertThrows(IllegalArgumentException.class,
                () -> new Generation(network, new Generation.Clamp.Nothing(), 1, 1, 1)).getMessage());
    }
}
