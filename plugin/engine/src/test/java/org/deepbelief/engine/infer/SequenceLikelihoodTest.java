// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.RecurrentLayer;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against sums over all states of the visible units. */
class SequenceLikelihoodTest {

    private static final int VISIBLE = 6;

    private static final float[][] FIRST = {{1, 0, 1, 0, 0, 1}, {0, 0, 0, 1, 1, 0}, {1, 1, 1, 0, 0, 0}};

    private static final float[][] SECOND = {{0, 0, 0, 0, 0, 0}, {1, 1, 0, 1, 0, 1}};

    @ParameterizedTest
    @CsvSource({"5, 1", "5, 2", "16, 3", "17, 1", "20, 2"})
    void theMeanIsThatOfAllStates(final int hidden, final long seed) {
        final RecurrentLayer layer = layer(hidden, seed);
        try (Compute compute = Compute.open(2); SampleMatrix rows = TestRows.sequences(FIRST, SECOND)) {
            final SequenceLikelihood.Estimate estimate = SequenceLikelihood.estimate(compute, layer, rows,
                new SequenceLikelihood.Settings(200, 500, 100, seed));
            final double wanted = (logLikelihood(layer, FIRST) + logLikelihood(layer, SECOND)) / 5;
            assertEquals(5, estimate.rows());
            assertEquals(hidden <= SequenceLikelihood.MOST_ENUMERATED, estimate.standardError() == 0);
            assertTrue(estimate.standardError() < 0.02, "standard error " + estimate.standardError());
            assertEquals(wanted, estimate.mean(), 4 * estimate.standardError() + 2e-6, "seed " + seed);
        }
    }

    /** Each row then has the start's machine, and a seeded part of them is that part. */
    @Test
    void rowsWithoutOrderBeginSequences() {
        final RecurrentLayer layer = layer(17, 4);
        try (Compute compute = Compute.open(1); SampleMatrix rows = TestRows.sequences(new float[][] {FIRST[1]},
            new float[][] {FIRST[1]}, new float[][] {FIRST[1]})) {
            final SequenceLikelihood.Estimate estimate = SequenceLikelihood.estimate(compute, layer, rows,
                new SequenceLikelihood.Settings(400, 500, 2, 5));
            assertEquals(2, estimate.rows());
            assertEquals(logLikelihood(layer, new float[][] {FIRST[1]}), estimate.mean(),
                4 * estimate.standardError() + 2e-6);
        }
    }

    @Test
    void otherRowsAreRefused() {
        try (Compute compute = Compute.open(1); SampleMatrix rows = TestRows.sequences(new float[][] {{1, 0}})) {
            assertThrows(IllegalArgumentException.class, () -> SequenceLikelihood.estimate(compute, layer(3, 1), rows,
                new SequenceLikelihood.Settings(2, 100, 1, 1)));
        }
    }

    private static RecurrentLayer layer(final int hidden, final long seed) {
        return new RecurrentLayer(List.of(new UnitGroup(UnitType.bernoulli(), VISIBLE)),
            new RecurrentLayer.Transition(vector(hidden, seed, 1), matrix(hidden, hidden, seed, 2),
                matrix(hidden, VISIBLE, seed, 3)), matrix(VISIBLE, hidden, seed, 4), vector(VISIBLE, seed, 5),
            vector(hidden, seed, 6), new float[] {1, 1, 1, 1, 1, 1});
    }

    private static float[] vector(final int units, final long seed, final int stream) {
        return matrix(1, units, seed, stream).toArray();
    }

    private static FloatMatrix matrix(final int rows, final int columns, final long seed, final int stream) {
        final FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, 0.7f * CounterRandom.gaussian(CounterRandom.key(seed, stream, 0), i, j));
            }
        }
        return matrix;
    }

    /** The sum over the rows of a sequence. */
    private static double logLikelihood(final RecurrentLayer layer, final float[][] rows) {
        double sum = 0;
        float[] state = layer.startContext();
        for (final float[] row : rows) {
            final double[] a = sum(layer.visibleBiases(), layer.visibleContextWeights(), state);
            final double[] b = sum(layer.hiddenBiases(), layer.hiddenContextWeights(), state);
            double partition = 0;
            for (int code = 0; code < 1 << VISIBLE; code++) {
                final float[] other = new float[VISIBLE];
                for (int i = 0; i < VISIBLE; i++) {
                    other[i] = code >>> i & 1;
                }
                partition += Math.exp(minusFreeEnergy(layer, other, a, b));
            }
            sum += minusFreeEnergy(layer, row, a, b) - Math.log(partition);
            final double[] inputs = inputs(layer, row, b);
            state = new float[inputs.length];
            for (int j = 0; j < inputs.length; j++) {
                state[j] = (float)(1 / (1 + Math.exp(-inputs[j])));
            }
        }
        return sum;
    }

    private static double minusFreeEnergy(final RecurrentLayer layer, final float[] row, final double[] a,
        final double[] b) {
        double value = 0;
        for (int i = 0; i < VISIBLE; i++) {
            value += row[i] * a[i];
        }
        for (final double input : inputs(layer, row, b)) {
            value += Math.log1p(Math.exp(input));
        }
        return value;
    }

    private static double[] inputs(final RecurrentLayer layer, final float[] row, final double[] b) {
        final double[] inputs = b.clone();
        for (int i = 0; i < VISIBLE; i++) {
            for (int j = 0; j < inputs.length; j++) {
                inputs[j] += row[i] * layer.recognitionWeights().get(i, j);
            }
        }
        return inputs;
    }

    private static double[] sum(final float[] biases, final FloatMatrix transition, final float[] state) {
        final double[] sum = new double[biases.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = biases[i];
            for (int j = 0; j < state.length; j++) {
                sum[i] += state[j] * transition.get(j, i);
            }
        }
        return sum;
    }
}
