// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.junit.jupiter.api.Test;

/** Each pass over the targets of all rows asks, every few hundred of them, whether it is to go on. */
class TargetPassesTest {

    private static final int ROWS = 2600;

    private static final ClassColumn COLUMN = new ClassColumn("class", List.of("a", "b", "c"));

    private static final FineTuning.Target CLASSES = new FineTuning.Target.Classes(COLUMN);

    private static final TrainingSettings HALF = TrainingSettings.of(10, 1).withValidationShare(0.5);

    private static final Map<String, BiConsumer<SampleMatrix, Runnable>> PASSES = Map.of(
        "split", (samples, ask) -> Split.of(samples, 0.5, 3, 1, ask),
        "rows", (samples, ask) -> FineTuningRows.of(samples, CLASSES, false, HALF, ask),
        "not held out", (samples, ask) -> FineTuningRows.of(samples, CLASSES, false, HALF, () -> { })
            .classesNotHeldOut(samples, COLUMN, ask),
        "guessed loss", (samples, ask) -> GuessedLoss.of(samples, CLASSES, false, ask),
        "guessed accuracy", (samples, ask) -> GuessedAccuracy.of(samples, 3, ask),
        "fit", (samples, ask) -> new TargetFit(CLASSES).add(samples, Split.none(samples).training(), ask));

    @Test
    void asksEveryFewHundredRows() {
        final float[] targets = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            targets[i] = i % 3;
        }
        try (SampleMatrix samples = TestRows.of(new float[ROWS][1], targets)) {
            PASSES.forEach((name, pass) -> {
                final int[] asked = new int[1];
                assertThrows(CancellationException.class, () -> pass.accept(samples, () -> {
                    if (++asked[0] == 5) {
                        throw new CancellationException();
                    }
                }), name);
                assertEquals(5, asked[0], name);
            });
        }
    }
}
