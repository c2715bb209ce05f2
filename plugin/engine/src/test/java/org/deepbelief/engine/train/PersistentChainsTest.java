// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a step of a machine with chains of its own tells of the rows. */
class PersistentChainsTest {

    private static final int VISIBLE = 6;

    private static final int HIDDEN = 5;

    private static final int ROWS = 40;

    /** Chains that are somewhere else say nothing of how rows are reconstructed. */
    @ParameterizedTest
    @CsvSource({"false, 1, 1", "true, 1, 2", "true, 3, 3"})
    void theErrorIsThatOfTheRowsReconstructions(final boolean persistent, final int gibbsSteps, final long seed) {
        final Chain chain = new Chain(gibbsSteps, persistent, true);
        try (Compute compute = Compute.open(2); Compute part = compute.part();
            FloatMatrix batch = FloatMatrix.zeros(ROWS, VISIBLE);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), VISIBLE)), new double[VISIBLE]),
                PlainSettings.steps(HIDDEN, UnitType.bernoulli(), 0.1).withChain(chain), ROWS, seed)) {
            ContrastiveDivergenceTest.drawParameters(machine.parameters(), seed);
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < VISIBLE; i++) {
                    batch.set(row, i, CounterRandom.uniform(CounterRandom.key(seed, 97, 0), row, i) < 0.5f ? 0f : 1f);
                }
            }
            for (long step = 0; step < 5; step++) {
                Stepping.gather(part, machine, Stepping.batch(batch, ROWS, step));
                final double[][] means =
                    DrawnChain.of(compute, machine, batch, chain, seed, step).reconstruction;
                double expected = 0;
                for (int row = 0; row < ROWS; row++) {
                    for (int i = 0; i < VISIBLE; i++) {
                        expected += Math.pow(batch.get(row, i) - means[row][i], 2);
                    }
                }
                assertEquals(expected, machine.error(), 1e-4 * expected, "step " + step + ", seed " + seed);
                assertEquals(ROWS * VISIBLE, machine.errorCount());
            }
        }
    }
}
