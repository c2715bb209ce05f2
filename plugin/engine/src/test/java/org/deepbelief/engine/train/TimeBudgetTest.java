// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** By a clock that stands until it is told to go on. */
class TimeBudgetTest {

    private long seconds = Long.MAX_VALUE / 1_000_000_000 - 3;

    /** Overflows, as that of the machine may. */
    private long nanoTime() {
        return seconds * 1_000_000_000;
    }

    private TimeBudget of(final long time) {
        return new TimeBudget(Optional.of(Duration.ofSeconds(time)), this::nanoTime);
    }

    /** How many steps of a second each a course takes. */
    private int steps(final TimeBudget budget, final double share, final int most) {
        budget.begin(share);
        int steps = 0;
        do {
            seconds++;
            steps++;
        } while (steps < most && !budget.isUp());
        return steps;
    }

    @Test
    void coursesShareTheTimeByTheirWork() {
        final TimeBudget budget = of(20);
        assertEquals(5, steps(budget, 0.25, 1000));
        assertEquals(10, steps(budget, 0.5, 1000));
        assertEquals(5, steps(budget, 0.25, 1000));
    }

    @Test
    void whatOneLeavesIsForThoseAfterIt() {
        final TimeBudget budget = of(20);
        assertEquals(2, steps(budget, 0.25, 2));
        assertEquals(12, steps(budget, 0.5, 1000));
        seconds += 2;
        assertEquals(4, steps(budget, 0.25, 1000), "what lies between courses counts too");
        assertEquals(1, steps(budget, 0.25, 1000), "no time, and yet a step");
    }

    @Test
    void withoutABudgetTimeIsNeverUp() {
        final TimeBudget budget = new TimeBudget(Optional.empty(), this::nanoTime);
        budget.begin(1);
        seconds += 1_000_000_000;
        assertFalse(budget.isUp());
        assertEquals(Optional.empty(), budget.stopped());
    }

    @Test
    void itSaysWhereItStopped() {
        final TimeBudget whole = new TimeBudget(Optional.of(Duration.ofMillis(1500)), this::nanoTime);
        whole.stop(0, 3, 10);
        assertEquals("Training stopped after 1.5 seconds, at epoch 4 of 10. The network is what it was by then; for"
            + " more, raise the time budget (timeBudget).", whole.stopped().orElseThrow());
        final TimeBudget layers = of(60);
        assertEquals(Optional.empty(), layers.stopped());
        layers.stop(1, 3, 10);
        layers.stop(3, 0, 5);
        assertEquals("Training stopped after 60 seconds, layer 1 at epoch 4 of 10, layer 3 at epoch 1 of 5. The network"
            + " is what it was by then; for more, raise the time budget (timeBudget).", layers.stopped().orElseThrow());
    }
}
