// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.junit.jupiter.api.Test;

class GuessedLossTest {

    private static final FineTuning.Target CLASSES =
        new FineTuning.Target.Classes(new ClassColumn("class", List.of("a", "b", "never", "d")));

    private static final Runnable GO_ON = () -> { };

    /** Of 5 labelled rows, 1 of class a, 3 of b, 1 of d. */
    @Test
    void theEntropyOfTheClassesOfTheLabelledRows() {
        final float[] classes = {0, 1, Float.NaN, 1, 3, 1, Float.NaN};
        try (SampleMatrix samples = TestRows.of(new float[classes.length][2], classes)) {
            final double entropy = -2 * 0.2 * Math.log(0.2) - 0.6 * Math.log(0.6);
            assertEquals(entropy, GuessedLoss.of(samples, CLASSES, false, GO_ON), 1e-12);
            assertEquals(Math.log(3), GuessedLoss.of(samples, CLASSES, true, GO_ON), 1e-12);
            assertEquals(1, GuessedLoss.of(samples, new FineTuning.Target.Numbers("x"), false, GO_ON));
            assertTrue(Double.isNaN(GuessedLoss.of(samples, new FineTuning.Target.Inputs(), false, GO_ON)));
        }
    }

    @Test
    void theShareOfTheMostFrequentClass() {
        try (SampleMatrix samples = TestRows.of(new float[7][2], new float[] {0, 1, Float.NaN, 1, 3, 1, Float.NaN});
            SampleMatrix unlabelled = TestRows.of(new float[1][2], new float[] {Float.NaN})) {
            assertEquals(3 / 5.0, GuessedAccuracy.of(samples, 4, () -> { }));
            assertTrue(Double.isNaN(GuessedAccuracy.of(unlabelled, 4, () -> { })));
        }
    }
}
