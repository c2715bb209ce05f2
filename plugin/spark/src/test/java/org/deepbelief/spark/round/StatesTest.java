// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.Chain;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerCourse;
import org.deepbelief.engine.train.LayerInput;
import org.deepbelief.engine.train.LayerLearner;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** The mean of what parts have learned, by weights that differ from part to part. */
class StatesTest {

    private static final int UNITS = 4;

    static LayerLearner learner(final Compute compute, final boolean persistent, final long seed) {
        final var layer = Defaults.BOLTZMANN_MACHINE.withHidden(HiddenUnits.of(3, UnitType.bernoulli()))
            .withChain(new Chain(1, persistent, true));
        return LayerCourse.learner(compute, 0, new LayerwisePretraining.Settings(List.of(layer),
            TrainingSettings.of(2, seed), Optional.empty()),
            LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), UNITS)), new double[UNITS]), 2);
    }

    /** The weights and the state of a learner that has learned nothing. */
    static float[] weights(final Compute compute, final boolean persistent, final long seed,
        final List<byte[]> states) throws IOException {
        try (LayerLearner learner = learner(compute, persistent, seed)) {
            states.add(States.bytes(learner.state()));
            return learner.layer().recognitionWeights().toArray();
        }
    }

    static float[] weights(final Compute compute, final boolean persistent, final byte[] state)
        throws IOException {
        try (LayerLearner learner = learner(compute, persistent, 0)) {
            States.read(state, learner.state());
            return learner.layer().recognitionWeights().toArray();
        }
    }

    @Test
    void theMeanIsWeightedByTheRowsThatWereLearnedFrom() throws IOException {
        final long[] rows = {0, 5, 1, 0, 2};
        for (final boolean persistent : new boolean[] {false, true}) {
            try (Compute compute = Compute.open(1); LayerLearner mean = learner(compute, persistent, 0);
                States states = new States(compute, mean.state())) {
                final float[] expected = new float[3 * UNITS];
                final List<Round.Result> results = new ArrayList<>();
                for (int part = 0; part < rows.length; part++) {
                    final List<byte[]> state = new ArrayList<>();
                    final float[] own = weights(compute, persistent, part + 1, state);
                    for (int i = 0; i < own.length; i++) {
                        expected[i] += own[i] * rows[part] / Arrays.stream(rows).sum();
                    }
                    results.add(new Round.Result(rows[part], 0, 1, state.get(0), 0));
                }
                states.average(results);
                final byte[][] next = states.starts(results);
                assertEquals(persistent ? rows.length : 1, next.length, "one state a part where there are chains");
                for (final byte[] state : next) {
                    assertArrayEquals(expected, weights(compute, persistent, state), 1e-8f);
                }
            }
        }
    }

    @Test
    void whatPartsHaveMeasuredCountsByTheirRows() {
        final HeldOut mean = HeldOut.mean(List.of(new HeldOut(3, 1, Double.NaN, 2, 0.5), HeldOut.NONE,
            new HeldOut(1, 5, Double.NaN, 6, Double.NaN)));
        assertEquals(new HeldOut(4, 2, Double.NaN, 3, 0.5), mean);
    }

    @Test
    void aSpanSharesOutTheStepsOfAnEpoch() {
        assertEquals(3, Span.rounds(21, 10));
        Span span = new Span(0, 0, 3);
        long next = 0;
        while (span.epoch() == 0) {
            assertEquals(next, span.first(22));
            next = span.end(22);
            assertEquals(span.round() == 2, span.endsEpoch());
            span = span.next();
        }
        assertEquals(22, next);
        assertEquals(new Span(1, 0, 3), span);
    }
}
