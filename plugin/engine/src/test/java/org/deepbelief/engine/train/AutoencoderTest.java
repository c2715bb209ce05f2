// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.engine.units.FreeEnergy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoencoderTest {

    private static final List<UnitGroup> VISIBLE = List.of(new UnitGroup(UnitType.bernoulli(), 3),
        new UnitGroup(UnitType.gaussian(), 2), new UnitGroup(UnitType.softmax(), 3));

    private static final int UNITS = 8;

    private static final int CODES = 5;

    private static final int ROWS = 7;

    private static final long SEED = 4;

    @ParameterizedTest
    @CsvSource({"bernoulli, 0", "rectifiedLinear, 0", "bernoulli, 0.4", "rectifiedLinear, 0.4"})
    void theUpdateIsTheNumericGradientOfTheLoss(final UnitType type, final double dropout) {
        try (Compute compute = Compute.open(2); FloatMatrix batch = batch(); FloatMatrix mask = mask(compute, dropout);
            Autoencoder autoencoder = new Autoencoder(compute, LayerInput.of(VISIBLE, new double[UNITS]),
                settings(type, dropout), ROWS, SEED)) {
            LayerParameters parameters = autoencoder.parameters();
            for (int j = 0; j < CODES; j++) {
                parameters.hiddenBiases.set(0, j, 0.3f * CounterRandom.gaussian(3, 0, j));
            }
            double[][] weights = new double[UNITS][CODES];
            double[] visibleBiases = new double[UNITS];
            double[] hiddenBiases = new double[CODES];
            for (int i = 0; i < UNITS; i++) {
                visibleBiases[i] = parameters.visibleBiases.get(0, i);
                for (int j = 0; j < CODES; j++) {
                    weights[i][j] = parameters.weights.get(i, j);
                    hiddenBiases[j] = parameters.hiddenBiases.get(0, j);
                }
            }
            Stepping.step(compute, autoencoder, Stepping.batch(batch, ROWS, 0), Rates.of(1, 0));
            for (int i = 0; i < UNITS; i++) {
                for (int j = 0; j < CODES; j++) {
                    assertEquals(-derivative(weights[i], j, type, batch, mask, weights, visibleBiases,
                        hiddenBiases),
                        parameters.increments.get(i, j), 1e-5, "W " + i + ", " + j);
                }
                assertEquals(-derivative(visibleBiases, i, type, batch, mask, weights, visibleBiases, hiddenBiases),
                    parameters.visibleIncrements.get(0, i), 1e-5, "visible bias " + i);
            }
            for (int j = 0; j < CODES; j++) {
                assertEquals(-derivative(hiddenBiases, j, type, batch, mask, weights, visibleBiases, hiddenBiases),
                    parameters.hiddenIncrements.get(0, j), 1e-5, "hidden bias " + j);
            }
        }
    }

    @Tag("long")
    @Test
    void aDenoisingAutoencoderRepairsMaskedInputs() {
        double[][] rows = ContrastiveDivergenceTest.barsAndStripes();
        double[] means = new double[16];
        Arrays.fill(means, 0.5);
        AutoencoderSettings settings = new AutoencoderSettings(HiddenUnits.of(32, UnitType.bernoulli()),
            Learning.plain(1, 0.2), new Noise(0.25, 0.1));
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(32, 16);
            FloatMatrix masked = FloatMatrix.zeros(32, 16); FloatMatrix code = FloatMatrix.zeros(32, 32);
            FloatMatrix out = FloatMatrix.zeros(32, 16);
            Autoencoder autoencoder = new Autoencoder(compute,
                LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), 16)), means), settings, 32, 1)) {
            for (int i = 0; i < 32; i++) {
                batch.writeRow(i, ContrastiveDivergenceTest.floats(rows[i]));
            }
            for (int step = 0; step < 4000; step++) {
                Stepping.step(compute, autoencoder, Stepping.batch(batch, 32, step), Rates.of(0.2, 0.5));
            }
            masked.copyFrom(batch);
            compute.mask(masked, 32, 0.85f, 1f, RandomRows.byPlace().key(5));
            autoencoder.parameters().up(compute).expect(masked, 32, code);
            var down = autoencoder.parameters().down(compute);
            down.compare(code, 32, batch, out);
            double repaired = down.squaredError();
            double damage = 0;
            for (int i = 0; i < 32; i++) {
                for (int j = 0; j < 16; j++) {
                    damage += Math.pow(batch.get(i, j) - masked.get(i, j), 2);
                }
            }
            assertTrue(repaired < 0.5 * damage, "squared error " + repaired + " of a damage of " + damage);
        }
    }

    @Test
    void theSparsityTermBringsTheCodeToItsTarget() {
        double[][] rows = ContrastiveDivergenceTest.barsAndStripes();
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(32, 16);
            Autoencoder autoencoder = new Autoencoder(compute,
                LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), 16)), new double[16]),
                new AutoencoderSettings(HiddenUnits.of(20, UnitType.bernoulli()).withSparsity(new Sparsity(0.1, 5)),
                    Learning.plain(1, 0.1), Noise.NONE), 32, 2)) {
            for (int i = 0; i < 32; i++) {
                batch.writeRow(i, ContrastiveDivergenceTest.floats(rows[i]));
            }
            for (int step = 0; step < 3000; step++) {
                Stepping.step(compute, autoencoder, Stepping.batch(batch, 32, step), Rates.of(0.1, 0.5));
            }
            assertEquals(0.1, autoencoder.activation() / (32 * 20), 0.05);
        }
    }

    private static double derivative(final double[] values, final int at, final UnitType type, final FloatMatrix batch,
        final FloatMatrix mask, final double[][] weights, final double[] visibleBiases, final double[] hiddenBiases) {
        double old = values[at];
        double step = 1e-5;
        values[at] = old + step;
        double above = loss(type, batch, mask, weights, visibleBiases, hiddenBiases);
        values[at] = old - step;
        double below = loss(type, batch, mask, weights, visibleBiases, hiddenBiases);
        values[at] = old;
        return (above - below) / (2 * step);
    }

    private static double loss(final UnitType type, final FloatMatrix batch, final FloatMatrix mask,
        final double[][] weights, final double[] visibleBiases, final double[] hiddenBiases) {
        double loss = 0;
        for (int row = 0; row < ROWS; row++) {
            double[] x = visibleBiases.clone();
            for (int j = 0; j < CODES; j++) {
                double input = hiddenBiases[j];
                for (int i = 0; i < UNITS; i++) {
                    input += batch.get(row, i) * weights[i][j];
                }
                double code = type == UnitType.bernoulli() ? 1 / (1 + Math.exp(-input)) : Math.max(0, input);
                for (int i = 0; i < UNITS; i++) {
                    x[i] += mask.get(row, j) * code * weights[i][j];
                }
            }
            double partition = Math.log(Math.exp(x[5]) + Math.exp(x[6]) + Math.exp(x[7]));
            for (int i = 0; i < UNITS; i++) {
                double v = batch.get(row, i);
                loss += i < 3 ? FreeEnergy.softplus(x[i]) - v * x[i] : i < 5 ? (v - x[i]) * (v - x[i]) / 2
                    : v * (partition - x[i]);
            }
        }
        return loss / ROWS;
    }

    private static FloatMatrix batch() {
        FloatMatrix batch = FloatMatrix.zeros(ROWS, UNITS);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < 3; i++) {
                batch.set(row, i, CounterRandom.uniform(1, row, i));
            }
            batch.set(row, 3, CounterRandom.gaussian(1, row, 3));
            batch.set(row, 4, CounterRandom.gaussian(1, row, 4));
            batch.set(row, 5 + row % 3, 1f);
        }
        return batch;
    }

    /** What each code of the first step counts: 0 where it is dropped, else 1 / the share that is kept. */
    private static FloatMatrix mask(final Compute compute, final double dropout) {
        FloatMatrix mask = FloatMatrix.zeros(ROWS, CODES);
        mask.fill(1);
        float keep = (float)(1 - dropout);
        compute.mask(mask, ROWS, keep, 1 / keep,
            RandomRows.byPlace().key(RandomStream.CODE_DROPOUT.key(SEED, 0)));
        return mask;
    }

    private static AutoencoderSettings settings(final UnitType type, final double dropout) {
        return new AutoencoderSettings(HiddenUnits.of(CODES, type).withDropout(dropout), Learning.plain(1, 1),
            Noise.NONE);
    }

    /** Rectified units with weights of 1 count the inputs that are left: seven of ten. */
    @Test
    void maskingNoiseLeavesOutItsShareOfTheInputs() {
        final int rows = 300;
        final int inputs = 20;
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(rows, inputs)) {
            batch.fill(1);
            for (final double masking : new double[] {0, 0.3}) {
                final Autoencoder autoencoder = new Autoencoder(compute,
                    LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), inputs)), new double[inputs]),
                    new AutoencoderSettings(HiddenUnits.of(3, UnitType.rectifiedLinear()), Learning.plain(1, 0.1),
                        new Noise(masking, 0)), rows, 5);
                autoencoder.parameters().weights.fill(1);
                autoencoder.parameters().hiddenBiases.fill(0);
                Stepping.gather(compute, autoencoder, Stepping.batch(batch, rows, 0));
                assertEquals((1 - masking) * inputs, autoencoder.activation() / rows / 3,
                    masking == 0 ? 1e-4 : 5 * Math.sqrt(inputs * masking * (1 - masking) / rows));
            }
        }
    }
}
