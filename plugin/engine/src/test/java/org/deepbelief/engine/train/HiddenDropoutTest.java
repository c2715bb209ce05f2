// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A step leaves the same hidden units out of a row in all that becomes of it; shown by units that are always on. */
class HiddenDropoutTest {

    private static final int HIDDEN = 5;

    private static final float ALWAYS_ON = 80f;

    /**
     * Through weights of 1, what a chain's state gives a visible unit is how many units the step leaves the row; and h,
     * of the row, is h', of its chain.
     */
    @ParameterizedTest
    @CsvSource({"1, false, 1", "3, false, 2", "1, true, 3", "2, true, 4"})
    void aRowAndItsChainLackTheSameUnits(final int gibbsSteps, final boolean persistent, final long seed) {
        try (Compute compute = Compute.open(1); Compute part = compute.part();
            FloatMatrix batch = FloatMatrix.zeros(1, 1);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                LayerInput.of(List.of(new UnitGroup(UnitType.gaussian(), 1)), new double[1]),
                settings().withChain(new Chain(gibbsSteps, persistent, true)), 1, seed)) {
            machine.parameters().weights.fill(1f);
            machine.parameters().hiddenBiases.fill(ALWAYS_ON);
            final Set<Float> seen = new HashSet<>();
            for (long step = 0; step < 30; step++) {
                final Statistics statistics = Stepping.gather(part, machine, Stepping.batch(batch, 1, step));
                final float given = -statistics.sums(term(machine, "visibleBiases")).get(0, 0);
                assertEquals(machine.activation(), given, 1e-5, "step " + step + ", seed " + seed);
                assertArrayEquals(new float[HIDDEN], statistics.sums(term(machine, "hiddenBiases")).toArray(), 1e-5f,
                    "h - h' in step " + step + ", seed " + seed);
                seen.add(given);
            }
            assertTrue(seen.size() >= 4, "sums of " + seen + " at seed " + seed);
        }
    }

    /** Where zeros are sampled, h is h' too. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aRowOfSampledZerosAndItsReconstructionLackTheSameUnits(final long seed) {
        final int units = 600;
        final int rows = 4;
        try (Compute compute = Compute.open(1); Compute part = compute.part();
            SampledDivergence machine = new SampledDivergence(compute,
                new LayerInput(List.of(new UnitGroup(UnitType.bernoulli(), units)), new double[units], new double[0],
                    true),
                settings().withSampledZeros(0.2), rows, seed)) {
            machine.parameters().hiddenBiases.fill(ALWAYS_ON);
            final SparseMatrix visible = new SparseMatrix();
            visible.clear(units);
            for (int row = 0; row < rows; row++) {
                visible.add(100 + row, 1f);
                visible.endRow();
            }
            final Batch batch = Batch.of(visible, rows);
            final Set<Double> seen = new HashSet<>();
            for (long step = 0; step < 20; step++) {
                for (int row = 0; row < rows; row++) {
                    batch.numbers()[row] = row;
                }
                final Statistics statistics = Stepping.gather(part, machine, batch.at(0, step, rows));
                assertArrayEquals(new float[HIDDEN], statistics.sums(term(machine, "hiddenBiases")).toArray(), 1e-5f,
                    "h - h' in step " + step + ", seed " + seed);
                seen.add(machine.activation());
            }
            assertTrue(seen.size() >= 4, "sums of " + seen + " at seed " + seed);
        }
    }

    private static BoltzmannMachineSettings settings() {
        return BoltzmannMachineSettings.plain(HiddenUnits.of(HIDDEN, UnitType.bernoulli()).withDropout(0.5),
            Learning.plain(1, 0.1));
    }

    private static Term term(final Learner learner, final String name) {
        return learner.terms().stream().filter(term -> term.name().equals(name)).findFirst().orElseThrow();
    }
}
