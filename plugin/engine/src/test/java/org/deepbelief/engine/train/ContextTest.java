// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.ConditionalLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.TemporalLayers;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional machines: their gradient against all states, their start against a ridge, their training. */
class ContextTest {

    private static final int ROWS = 30_000;

    private static final int UNITS = 2;

    private static final int HIDDEN = 2;

    private static final int BEFORE = 2;

    private static final List<String> PARTS =
        List.of("weights", "visibleBiases", "hiddenBiases", "context/toVisible", "context/toHidden");

    private static ConditionalSettings settings(final int hidden, final int gibbsSteps, final int rowsBefore) {
        return new ConditionalSettings(BoltzmannMachineSettings.plain(HiddenUnits.of(hidden, UnitType.bernoulli()),
            Learning.plain(1, 1)).withChain(new Chain(gibbsSteps, false, true)), rowsBefore);
    }

    private static LayerLearner learner(final Compute compute, final UnitType type, final int gibbsSteps) {
        return settings(HIDDEN, gibbsSteps, BEFORE).learner(compute,
            LayerInput.of(List.of(new UnitGroup(type, UNITS)), new double[UNITS]), ROWS, 4);
    }

    /** Rows of a few kinds with a few contexts, so that each has many chains. */
    private static float[][] kinds(final UnitType type) {
        final Random random = new Random(8);
        final float[][] kinds = new float[6][UNITS + BEFORE * UNITS];
        for (final float[] kind : kinds) {
            for (int i = 0; i < kind.length; i++) {
                kind[i] = i < UNITS && type.binary() ? random.nextInt(2) : 2 * random.nextFloat() - 1;
            }
        }
        return kinds;
    }

    /** A chain of 60 steps against finite differences of the mean of log p(v | c), over all hidden states. */
    @ParameterizedTest
    @ValueSource(strings = {"bernoulli", "gaussian"})
    void aLongChainGivesTheGradientOfTheConditionalLikelihood(final String kind) throws IOException {
        final UnitType type = UnitType.of(kind);
        final ConditionalLayer start = TemporalLayers.conditional(3, type, UNITS, HIDDEN, BEFORE);
        final float[][] kinds = kinds(type);
        try (Compute compute = Compute.open(2); LayerLearner learner = learner(compute, type, 60)) {
            learner.goOnFrom(start, Optional.empty());
            final FloatMatrix visible = compute.zeros(ROWS, UNITS);
            final FloatMatrix context = compute.zeros(ROWS, BEFORE * UNITS);
            for (int row = 0; row < ROWS; row++) {
                visible.writeRow(row, 0, kinds[row % kinds.length], 0, UNITS);
                context.writeRow(row, 0, kinds[row % kinds.length], UNITS, BEFORE * UNITS);
            }
            final byte[] before = written(learner.state());
            final Batch batch = Batch.ordered(visible, null, context).at(0, 0, ROWS);
            for (int row = 0; row < ROWS; row++) {
                batch.numbers()[row] = row;
            }
            Stepping.step(compute, learner, batch, Rates.of(1, 0));
            final byte[] after = written(learner.state());
            // Five standard errors of a mean: of products of numbers up to 1, or of one and one of a deviation up to 3.
            final double tolerance = 5 * (type.binary() ? 0.5 : 3) / Math.sqrt(ROWS);
            double largest = 0;
            for (final String part : PARTS) {
                final int at = offset(before, part);
                for (int i = 0; i < elements(before, part); i++) {
                    final int place = at + Float.BYTES * i;
                    final double expected = (logLikelihood(compute, type, before, place, 0.01f, kinds)
                        - logLikelihood(compute, type, before, place, -0.01f, kinds)) / 0.02;
                    final double rate =
                        type.binary() || !part.equals("context/toVisible") ? 1 : Context.AUTOREGRESSIVE_RATE;
                    final double moved =
                        ((double)ByteBuffer.wrap(after).getFloat(place) - ByteBuffer.wrap(before).getFloat(place))
                            / rate;
                    assertEquals(expected, moved, tolerance, part + " " + i);
                    largest = Math.max(largest, Math.abs(expected));
                }
            }
            assertTrue(largest > 5 * tolerance, "the gradient stands out of the noise: " + largest);
        }
    }

    private static double logLikelihood(final Compute compute, final UnitType type, final byte[] state,
        final int place, final float change, final float[][] kinds) throws IOException {
        final ByteBuffer changed = ByteBuffer.wrap(state.clone());
        changed.putFloat(place, changed.getFloat(place) + change);
        try (LayerLearner learner = learner(compute, type, 1)) {
            learner.state().read(new DataInputStream(new ByteArrayInputStream(changed.array())));
            final ConditionalLayer layer = (ConditionalLayer)learner.layer();
            double sum = 0;
            for (final float[] kind : kinds) {
                final double[] context = new double[BEFORE * UNITS];
                final double[] visible = new double[UNITS];
                for (int i = 0; i < kind.length; i++) {
                    if (i < UNITS) {
                        visible[i] = kind[i];
                    } else {
                        context[i - UNITS] = kind[i];
                    }
                }
                sum += TemporalLayers.logProbability(layer, visible, context);
            }
            return sum / kinds.length;
        }
    }

    private static byte[] written(final LearnerState state) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.write(new DataOutputStream(out));
        return out.toByteArray();
    }

    /** Where the elements of a matrix stand. */
    private static int offset(final byte[] state, final String name) throws IOException {
        final DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
        for (int left = in.readInt(); left > 0; left--) {
            final String here = in.readUTF();
            final int elements = in.readInt() * in.readInt();
            if (here.equals(name)) {
                return state.length - in.available();
            }
            in.skipBytes(Float.BYTES * elements);
        }
        throw new IllegalArgumentException(name);
    }

    private static int elements(final byte[] state, final String name) throws IOException {
        final ByteBuffer buffer = ByteBuffer.wrap(state);
        final int at = offset(state, name);
        return buffer.getInt(at - 8) * buffer.getInt(at - 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bernoulli", "gaussian"})
    void aLayerThatIsGoneOnFromComesOutAgain(final String kind) {
        final UnitType type = UnitType.of(kind);
        final ConditionalLayer start = TemporalLayers.conditional(3, type, UNITS, HIDDEN, BEFORE);
        try (Compute compute = Compute.open(1); LayerLearner learner = learner(compute, type, 1)) {
            learner.goOnFrom(start, Optional.empty());
            final ConditionalLayer out = (ConditionalLayer)learner.layer();
            assertArrayEquals(start.recognitionWeights().toArray(), out.recognitionWeights().toArray(), 1e-6f);
            assertArrayEquals(start.visibleContextWeights().toArray(), out.visibleContextWeights().toArray(), 1e-6f);
            assertArrayEquals(start.hiddenContextWeights().toArray(), out.hiddenContextWeights().toArray(), 1e-5f);
            assertArrayEquals(start.visibleBiases(), out.visibleBiases(), 1e-6f);
            assertArrayEquals(start.hiddenBiases(), out.hiddenBiases(), 1e-5f);
            assertArrayEquals(start.contextMeans(), out.contextMeans());
            assertArrayEquals(start.visibleStandardDeviations(), out.visibleStandardDeviations());
        }
    }

    /** Two units; each follows both a row and two rows before, with noise of a known deviation. */
    private static float[][] series(final long seed, final int rows) {
        final Random random = new Random(seed);
        final float[][] series = new float[rows][2];
        for (int t = 0; t < rows; t++) {
            final float[] one = t < 1 ? new float[2] : series[t - 1];
            final float[] two = t < 2 ? new float[2] : series[t - 2];
            series[t][0] = (float)(0.6 * one[0] - 0.3 * one[1] + 0.2 * two[0] + 0.1 * random.nextGaussian());
            series[t][1] = (float)(0.5 * one[1] - 0.4 * two[1] + 0.3 * random.nextGaussian());
        }
        return series;
    }

    /** The ridge finds the weights of an autoregression, and the deviations that it leaves. */
    @Test
    void theStartIsTheAutoregression() {
        final float[] truth = {0.6f, 0, -0.3f, 0.5f, 0.2f, 0, 0, -0.4f};
        final float[][] first = series(1, 6000);
        final float[][] second = series(2, 5000);
        final float[][] found = new float[2][];
        try (Compute compute = Compute.open(1)) {
            for (int swapped = 0; swapped < 2; swapped++) {
                try (SampleMatrix samples = swapped == 0 ? TestRows.sequences(first, second)
                    : TestRows.sequences(second, first); LayerLearner learner = learner(compute,
                        UnitType.gaussian(), 1)) {
                    learner.start(samples, Split.none(samples).training(), () -> { });
                    final ConditionalLayer layer = (ConditionalLayer)learner.layer();
                    found[swapped] = layer.visibleContextWeights().toArray();
                    assertArrayEquals(truth, found[swapped], 0.06f);
                    assertArrayEquals(new float[] {0.1f, 0.3f}, layer.visibleStandardDeviations(), 0.01f);
                }
            }
        }
        assertArrayEquals(found[0], found[1], 2e-5f, "nothing comes over the border of a sequence");
    }

    /** Where units have nothing to do with the rows before, the ridge takes the weights away. */
    @Test
    void theRidgeOfNoiseIsStrong() {
        final Random random = new Random(3);
        final float[][] noise = TemporalLayers.rows(random, 60, 2);
        try (Compute compute = Compute.open(1); SampleMatrix samples = TestRows.sequences(new float[][][] {noise})) {
            final Autoregression fit = new Autoregression(compute, new PrecedingRows(samples, 20, new float[2]),
                new float[2], new float[] {1, 1});
            fit.add(samples, Split.none(samples).training(), () -> { });
            fit.solve(() -> { });
            for (final float deviation : fit.deviations()) {
                assertTrue(deviation > 0.7 && deviation < 1.3, "deviation " + deviation);
            }
        }
    }

    private static LayerwisePretraining.Settings training(final int threads, final double rate,
        final int... hidden) {
        final List<LayerSettings> layers = new ArrayList<>();
        for (final int units : hidden) {
            layers.add(settings(units, 1, BEFORE).withLearning(Learning.plain(8, rate)));
        }
        return new LayerwisePretraining.Settings(layers, TrainingSettings.of(20, 5).withThreads(threads),
            Optional.empty());
    }

    private static DeepBeliefNetwork train(final LayerwisePretraining.Settings settings) throws IOException {
        try (SampleMatrix samples = TestRows.sequences(series(1, 90), series(2, 57), series(3, 1))) {
            return LayerwisePretraining.train(samples, TemporalLayers.network(
                TemporalLayers.conditional(1, UnitType.gaussian(), 2, 2, 1)).encoding(), settings,
                TrainingMonitor.NONE).network();
        }
    }

    @Test
    void aStackIsTheSameBitsAtAnyNumberOfThreads() throws IOException {
        final DeepBeliefNetwork one = train(training(1, 0.01, 5, 3));
        assertEquals(2, one.layers().size());
        for (final int threads : new int[] {2, 4}) {
            final DeepBeliefNetwork other = train(training(threads, 0.01, 5, 3));
            for (int n = 0; n < 2; n++) {
                final ConditionalLayer a = (ConditionalLayer)one.layers().get(n);
                final ConditionalLayer b = (ConditionalLayer)other.layers().get(n);
                assertArrayEquals(a.recognitionWeights().toArray(), b.recognitionWeights().toArray());
                assertArrayEquals(a.visibleContextWeights().toArray(), b.visibleContextWeights().toArray());
                assertArrayEquals(a.hiddenContextWeights().toArray(), b.hiddenContextWeights().toArray());
            }
        }
    }

    @Test
    void aTrainingThatExplodesIsToldAndACancelledOneEnds() {
        assertThrows(DivergenceException.class, () -> train(training(1, 1e6, 5)));
        try (SampleMatrix samples = TestRows.sequences(new float[][][] {series(1, 90)})) {
            assertThrows(CancellationException.class, () -> LayerwisePretraining.train(samples,
                TemporalLayers.network(TemporalLayers.conditional(1, UnitType.gaussian(), 2, 2, 1)).encoding(),
                training(1, 0.01, 5), new TrainingMonitor() {

                    @Override
                    public boolean cancelled() {
                        return true;
                    }

                    @Override
                    public void progress(final TrainingProgress progress) {
                        throw new AssertionError("no batch was to be learned");
                    }
                }));
        }
    }

    @Test
    void whatDoesNotGoWithAContextIsRefused() {
        final BoltzmannMachineSettings machine = settings(3, 1, 1).machine();
        assertThrows(IllegalArgumentException.class, () -> new ConditionalSettings(machine, 0));
        assertThrows(IllegalArgumentException.class,
            () -> new ConditionalSettings(machine.withChain(new Chain(1, true, true)), 1));
        assertThrows(IllegalArgumentException.class,
            () -> new ConditionalSettings(machine.withCentredGradient(true), 1));
    }
}
