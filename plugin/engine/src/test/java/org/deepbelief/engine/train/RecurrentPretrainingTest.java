// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.data.TimeSteps;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LayerPass;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.RecurrentLayer;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecurrentPretrainingTest {

    private static final int UNITS = 10;

    private static final HiddenUnits HIDDEN = HiddenUnits.of(12, UnitType.bernoulli());

    private static final RecurrentSettings RECURRENT = new RecurrentSettings(HIDDEN, Learning.plain(30, 0.02),
        new Chain(2, false, true), 16, 1);

    @Test
    void itLearnsAsTheFirstLayerAndAsALaterOne(@TempDir final Path folder) throws IOException {
        final LayerSettings still = PlainSettings.steps(8, UnitType.bernoulli(), 0.1);
        for (final List<LayerSettings> stack : List.<List<LayerSettings>>of(List.of(RECURRENT),
            List.of(RECURRENT, still), List.of(still, RECURRENT), List.of(RECURRENT, RECURRENT))) {
            try (SampleMatrix rows = TestRows.sequences(sequences(20))) {
                final TrainingResult result = LayerwisePretraining.train(rows, encoding(), settings(stack),
                    TrainingMonitor.NONE);
                final List<TrainingLog.Entry> log = result.log().entries();
                assertTrue(log.stream().allMatch(entry -> Double.isFinite(entry.reconstruction().training())
                    && Double.isFinite(entry.reconstruction().validation())), log.toString());
                ModelArchive.write(result.network(), folder.resolve("network"));
                assertEquals(result.network().structure(), ModelArchive.read(folder.resolve("network")).structure());
            }
        }
    }

    /** The transition is learned, the state of a row is that of the recurrence, and a sequence border never leaks. */
    @Test
    void theFeaturesOfARowAreThoseOfTheRecurrence() throws IOException {
        final float[][][] sequences = sequences(12);
        try (SampleMatrix rows = TestRows.sequences(sequences); Compute compute = Compute.open(1)) {
            final RecurrentLayer layer = (RecurrentLayer)train(rows, 1).layers().get(0);
            final RecurrentParameters parameters = new RecurrentParameters(compute,
                LayerInput.of(layer.visibleGroups(), new double[UNITS]), HIDDEN, 1, 1);
            parameters.set(layer);
            final StateRecurrence recurrence = new StateRecurrence(compute, parameters, 2 * sequences[3].length);
            final TimeSteps time = new TimeSteps(sequences[3].length, 2);
            time.add(sequences[3].length, true);
            time.add(sequences[3].length, true);
            final FloatMatrix visible = compute.zeros(2 * sequences[3].length, UNITS);
            final FloatMatrix together = compute.zeros(2 * sequences[3].length, UNITS);
            final boolean[] starts = new boolean[2 * sequences[3].length];
            for (int s = 0; s < 2; s++) {
                for (int t = 0; t < sequences[3].length; t++) {
                    visible.writeRow(time.start(t) + s, sequences[3 + s][t]);
                    together.writeRow(s * sequences[3].length + t, sequences[3 + s][t]);
                }
                starts[s * sequences[3].length] = true;
            }
            compute.product(1, visible, time.rows(), parameters.weights, false, 0, recurrence.inputs());
            recurrence.forward(time);
            final LayerPass up = layer.up(compute);
            final FloatMatrix hidden = compute.zeros(starts.length, layer.hiddenUnits());
            up.begin(starts, starts.length);
            up.expect(together, starts.length, hidden);
            for (int s = 0; s < 2; s++) {
                for (int t = 0; t < sequences[3].length; t++) {
                    for (int j = 0; j < layer.hiddenUnits(); j++) {
                        assertEquals(recurrence.states().get(time.start(t) + s, j),
                            hidden.get(s * sequences[3].length + t, j), 1e-5, "sequence " + s + ", row " + t);
                    }
                }
            }
        }
    }

    @Test
    void itGoesOnFromWhereItStood() throws IOException {
        try (SampleMatrix rows = TestRows.sequences(sequences(12))) {
            final DeepBeliefNetwork network = train(rows, 1);
            final DeepBeliefNetwork same = LayerwisePretraining.goOn(network, rows,
                settings(List.of(RECURRENT.withLearning(Learning.plain(0, 0.1)))), TrainingMonitor.NONE).network();
            final RecurrentLayer before = (RecurrentLayer)network.layers().get(0);
            final RecurrentLayer after = (RecurrentLayer)same.layers().get(0);
            assertArrayEquals(before.hiddenContextWeights().toArray(), after.hiddenContextWeights().toArray());
            assertArrayEquals(before.visibleContextWeights().toArray(), after.visibleContextWeights().toArray());
            assertArrayEquals(before.startContext(), after.startContext());
            assertArrayEquals(before.recognitionWeights().toArray(), after.recognitionWeights().toArray());
        }
    }

    @Test
    void theBitsAreThoseOfOneThread() throws IOException {
        try (SampleMatrix rows = TestRows.sequences(sequences(12))) {
            final float[] one = train(rows, 1).layers().get(0).recognitionWeights().toArray();
            assertArrayEquals(one, train(rows, 2).layers().get(0).recognitionWeights().toArray());
            assertArrayEquals(one, train(rows, 4).layers().get(0).recognitionWeights().toArray());
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> RECURRENT.withChain(new Chain(1, true, true)));
        assertThrows(IllegalArgumentException.class,
            () -> RECURRENT.withHidden(HiddenUnits.of(3, UnitType.gaussian())));
        assertThrows(IllegalArgumentException.class, () -> RECURRENT.withHidden(HIDDEN.withDropout(0.1)));
        assertThrows(IllegalArgumentException.class,
            () -> new RecurrentSettings(HIDDEN, RECURRENT.learning(), Chain.SAMPLED, 0, 1));
        assertThrows(IllegalArgumentException.class,
            () -> new RecurrentSettings(HIDDEN, RECURRENT.learning(), Chain.SAMPLED, 1, 0));
    }

    private static DeepBeliefNetwork train(final SampleMatrix rows, final int threads) throws IOException {
        final LayerwisePretraining.Settings settings = settings(List.of(RECURRENT));
        return LayerwisePretraining.train(rows, encoding(),
            settings.withTraining(settings.training().withThreads(threads)), TrainingMonitor.NONE).network();
    }

    private static LayerwisePretraining.Settings settings(final List<LayerSettings> layers) {
        return new LayerwisePretraining.Settings(layers, TrainingSettings.of(40, 1).withValidationShare(0.2),
            Optional.empty());
    }

    private static InputEncoding encoding() {
        final float[] means = new float[UNITS];
        Arrays.fill(means, 0.2f);
        return new InputEncoding(List.of(new VectorColumn("units", VectorKind.BYTE, UNITS, UnitType.bernoulli(),
            NumberScaling.MIN_MAX, 0, 1)), means);
    }

    /** A run of two units on moves on by one unit a row. */
    private static float[][][] sequences(final int count) {
        final float[][][] sequences = new float[count][23][UNITS];
        for (int s = 0; s < count; s++) {
            for (int t = 0; t < 23; t++) {
                sequences[s][t][(s + t) % UNITS] = 1;
                sequences[s][t][(s + t + 1) % UNITS] = 1;
            }
        }
        return sequences;
    }
}
