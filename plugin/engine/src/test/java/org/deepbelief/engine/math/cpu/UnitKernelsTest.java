// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.deepbelief.engine.math.CounterRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UnitKernelsTest {

    private static final int LENGTH = 1000;

    private final Scratch scratch = new Scratch();

    @Tag("long")
    @Test
    void theRationalSigmoidIsExactToTwoInTenMillion() {
        double worst = 0;
        float[] values = new float[LENGTH];
        for (double start = -40; start < 40; start += 0.02) {
            for (int i = 0; i < LENGTH; i++) {
                values[i] = (float)(start + 0.02 * i / LENGTH);
            }
            float[] inputs = values.clone();
            UnitKernels.sigmoid(values, new float[LENGTH], LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                worst = Math.max(worst, Math.abs(values[i] - 1 / (1 + Math.exp(-inputs[i]))));
                assertTrue(values[i] >= 0 && values[i] <= 1, "sigmoid(" + inputs[i] + ") is " + values[i]);
            }
        }
        assertTrue(worst < 2e-7, "largest error " + worst);
    }

    @Test
    void theExponentialIsExactToFourInTenMillion() {
        float[] values = new float[LENGTH];
        for (double start = -87; start < 0; start++) {
            for (int i = 0; i < LENGTH; i++) {
                values[i] = (float)(start + (double)i / LENGTH);
            }
            float[] inputs = values.clone();
            UnitKernels.exp(values, scratch, LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                assertEquals(1, values[i] / Math.exp(inputs[i]), 4e-7, "exp(" + inputs[i] + ")");
            }
        }
        float[] ends = {0, -1e-30f, -88, -1e30f, Float.NEGATIVE_INFINITY};
        UnitKernels.exp(ends, scratch, ends.length);
        assertEquals(1f, ends[0]);
        assertEquals(1f, ends[1]);
        for (int i = 2; i < ends.length; i++) {
            assertTrue(ends[i] >= 0 && ends[i] < 2e-38f, "at least 0 and tiny: " + ends[i]);
        }
    }

    @Test
    void theSigmoidPassesOnWhatIsNotANumber() {
        float[] values = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        UnitKernels.sigmoid(values, new float[3], 3);
        assertTrue(Float.isNaN(values[0]));
        assertEquals(1f, values[1], 2e-7f);
        assertEquals(0f, values[2], 2e-7f);
    }

    @Test
    void aBernoulliSampleIsOneWhereItsUniformNumberIsBelowTheProbability() {
        Random random = new Random(5);
        float[] probabilities = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            probabilities[i] = i % 10 == 0 ? 0f : i % 10 == 1 ? 1f : random.nextFloat();
        }
        long key = CounterRandom.subKey(CounterRandom.key(9, 1, 2), 3);
        scratch.countUnits(17, LENGTH, 1);
        scratch.keyRow(key, 0, LENGTH);
        UnitKernels.bernoulli(probabilities, scratch, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            float uniform = CounterRandom.uniform(CounterRandom.bits(key, 17 + i));
            float sample = Float.intBitsToFloat(scratch.bits[i]);
            if (Math.abs(uniform - probabilities[i]) > 2e-7f) {
                assertEquals(uniform < probabilities[i] ? 1f : 0f, sample, "unit " + i + ", p " + probabilities[i]);
            }
            if (probabilities[i] == 0f || probabilities[i] == 1f) {
                assertEquals(probabilities[i], sample, "a certain unit");
            }
        }
    }

    @Test
    void theVectorHashIsTheScalarHash() {
        long key = CounterRandom.subKey(CounterRandom.key(1, 2, 3), 4);
        scratch.countUnits(100, LENGTH, 1);
        scratch.keyRow(key, 0, LENGTH);
        UnitKernels.uniform(scratch, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            assertEquals(CounterRandom.uniform(CounterRandom.bits(key, 100 + i)), scratch.uniform[i]);
        }
    }

    @Test
    void shrinkingStopsAtZero() {
        float[] weights = {0.5f, -0.5f, 0.05f, -0.05f, 0f};
        UnitKernels.shrink(weights, 0.1f, 5);
        assertEquals(0.4f, weights[0], 1e-7f);
        assertEquals(-0.4f, weights[1], 1e-7f);
        for (int i = 2; i < 5; i++) {
            assertEquals(0f, weights[i], 0f + 1e-30f);
        }
    }

    @Test
    void flushingRemovesOnlyWhatIsTiny() {
        float[] values = {1e-40f, -1e-20f, 1e-10f, -3f};
        UnitKernels.flush(values, 4);
        assertEquals(0f, values[0]);
        assertEquals(0f, Math.abs(values[1]));
        assertEquals(1e-10f, values[2]);
        assertEquals(-3f, values[3]);
    }
}
