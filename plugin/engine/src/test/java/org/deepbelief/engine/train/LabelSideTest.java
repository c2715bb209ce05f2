// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSideTest {

    private static final int ROWS = 20;

    private static final int VISIBLE = 6;

    private static final int HIDDEN = 5;

    /** A row without a label has no label units, in the data and in its chain: it is a row of a machine without any. */
    @ParameterizedTest
    @CsvSource({"1, false, 1", "3, false, 2", "2, true, 3"})
    void rowsWithoutALabelTeachAsIfThereWereNoLabelUnits(final int gibbsSteps, final boolean persistent,
        final long seed) {
        final Chain chain = new Chain(gibbsSteps, persistent, true);
        try (Compute compute = Compute.open(2); ContrastiveDivergence without = machine(compute, chain, 0, seed);
            ContrastiveDivergence with = machine(compute, chain, 3, seed)) {
            final FloatMatrix visible = compute.zeros(ROWS, VISIBLE);
            final FloatMatrix classes = compute.zeros(ROWS, 1);
            classes.fill(Float.NaN);
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < VISIBLE; i++) {
                    visible.set(row, i, CounterRandom.uniform(CounterRandom.key(seed, 96, 0), row, i));
                }
            }
            final ClassColumn column = new ClassColumn("class", List.of("a", "b", "c"));
            final float[] biases = with.labelUnits(column).orElseThrow().biases();
            for (int step = 0; step < 3; step++) {
                Stepping.step(compute, without, Stepping.batch(visible, ROWS, step), Rates.of(1, 0));
                Stepping.step(compute, with, Stepping.batch(visible, classes, ROWS, step), Rates.of(1, 0));
                final String where = "step " + step + ", seed " + seed;
                assertEquals(0, distance(without.parameters().weights, with.parameters().weights), 1e-5, where);
                assertEquals(0, distance(without.parameters().hiddenBiases, with.parameters().hiddenBiases), 1e-5,
                    where);
                assertArrayEquals(biases, with.labelUnits(column).orElseThrow().biases(), 0f, where);
            }
        }
    }

    private static double distance(final FloatMatrix one, final FloatMatrix other) {
        double largest = 0;
        for (int row = 0; row < one.rows(); row++) {
            for (int i = 0; i < one.columns(); i++) {
                largest = Math.max(largest, Math.abs(one.get(row, i) - other.get(row, i)));
            }
        }
        return largest;
    }

    private static ContrastiveDivergence machine(final Compute compute, final Chain chain, final int classes,
        final long seed) {
        final double[] shares = new double[classes];
        Arrays.fill(shares, 1.0 / Math.max(1, classes));
        final ContrastiveDivergence machine = new ContrastiveDivergence(compute,
            new LayerInput(List.of(new UnitGroup(UnitType.bernoulli(), VISIBLE)), new double[VISIBLE], shares, false),
            PlainSettings.steps(HIDDEN, UnitType.bernoulli(), 0.1).withChain(chain), ROWS, seed);
        ContrastiveDivergenceTest.drawParameters(machine.parameters(), seed);
        return machine;
    }
}
