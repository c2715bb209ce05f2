// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.CounterRandom;

/**
 * The arithmetic of units on row buffers: each method is one loop, over arrays that share one index and without a
 * branch, which is the form that the just-in-time compiler turns into vector instructions. Lengths are at most
 * {@link Scratch#BLOCK}.
 */
final class UnitKernels {

    /** Beyond this input the logistic function is 0 or 1 in float32. */
    static final float SIGMOID_LIMIT = 16f;

    private static final int ONE_BITS = 0x3F800000;

    /** e to this is still a normal float. */
    private static final float LEAST_EXPONENT = -87f;

    private static final float LOG2_E = 1.44269504f;

    /** Log(2) in two parts, of which the first has so few bits that its product with an exponent is exact. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;

    /** 1.5 x 2^23: floats around it are integers. */
    private static final float ROUNDER = 12582912f;

    private static final int ROUNDER_BITS = 0x4B400000;

    private static final float P0 = 0.2499999850988388f;

    private static final float P1 = 0.00810786709189415f;

    private static final float P2 = 4.654405347537249e-05f;

    private static final float P3 = 3.834223250009927e-08f;

    private static final float P4 = -1.417704755674043e-11f;

    private static final float P5 = 5.621766988289211e-15f;

    private static final float Q1 = 0.11576471477746964f;

    private static final float Q2 = 0.0014999288832768798f;

    private static final float Q3 = 3.691236997838132e-06f;

    private UnitKernels() {
    }

    /**
     * {@code values = 1 / (1 + exp(-(values + biases)))} by the minimax rational function
     * 1/2 + x P(x^2) / Q(x^2) of degrees 5 and 3 on [-16, 16]; absolute error below 2e-7, in [0, 1].
     */
    static void sigmoid(final float[] values, final float[] biases, final int length) {
        for (int i = 0; i < length; i++) {
            float x = Math.min(Math.max(values[i] + biases[i], -SIGMOID_LIMIT), SIGMOID_LIMIT);
            float y = x * x;
            float p = ((((P5 * y + P4) * y + P3) * y + P2) * y + P1) * y + P0;
            float q = ((Q3 * y + Q2) * y + Q1) * y + 1f;
            values[i] = x * p / q + 0.5f;
        }
    }

    /**
     * {@code values = exp(values)} for values up to 0, those below -87 as if they were -87: 2^k e^r with the Taylor
     * series of e^r to its sixth power, |r| at most log(2) / 2; relative error below 4e-7. The sum with
     * {@link #ROUNDER} rounds to the integer k and has it in its last bits.
     */
    static void exp(final float[] values, final Scratch scratch, final int length) {
        float[] rounded = scratch.uniform;
        int[] bits = scratch.bits;
        for (int i = 0; i < length; i++) {
            values[i] = Math.max(values[i], LEAST_EXPONENT);
            rounded[i] = values[i] * LOG2_E + ROUNDER;
        }
        scratch.reinterpret(rounded, bits, length);
        for (int i = 0; i < length; i++) {
            float k = rounded[i] - ROUNDER;
            float r = values[i] - k * LN2_HIGH - k * LN2_LOW;
            values[i] = (((((r / 720f + 1f / 120) * r + 1f / 24) * r + 1f / 6) * r + 0.5f) * r + 1f) * r + 1f;
        }
        for (int i = 0; i < length; i++) {
            bits[i] = (bits[i] - ROUNDER_BITS << 23) + ONE_BITS;
        }
        scratch.reinterpret(bits, rounded, length);
        for (int i = 0; i < length; i++) {
            values[i] *= rounded[i];
        }
    }

    /** {@code sums += (values - centre)^2}. */
    static void addSquaredDifferences(final float[] sums, final float[] values, final float centre,
        final int length) {
        for (int i = 0; i < length; i++) {
            float difference = values[i] - centre;
            sums[i] += difference * difference;
        }
    }

    /** {@code values = 1 / (1 + scale values)}. */
    static void reciprocal(final float[] values, final float scale, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] = 1f / (1f + scale * values[i]);
        }
    }

    /** {@code target = sqrt(values)}. */
    static void squareRoot(final float[] values, final float[] target, final int length) {
        for (int i = 0; i < length; i++) {
            target[i] = (float)Math.sqrt(values[i]);
        }
    }

    /** {@code values = max(0, norm + norms - 2 values)}: squared distances from inner products. */
    static void distances(final float[] values, final float norm, final float[] norms, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Math.max(0f, norm + norms[i] - 2f * values[i]);
        }
    }

    /**
     * {@code sums += values}, {@code firstMoments += values distances} and {@code secondMoments} with their squares.
     */
    static void accumulateMoments(final float[] values, final float[] distances, final float[] sums,
        final float[] firstMoments, final float[] secondMoments, final int length) {
        for (int i = 0; i < length; i++) {
            float moment = values[i] * distances[i];
            sums[i] += values[i];
            firstMoments[i] += moment;
            secondMoments[i] += moment * distances[i];
        }
    }

    /** {@code values *= factor}. */
    static void scale(final float[] values, final float factor, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= factor;
        }
    }

    /** {@code values = alpha values + beta others}. */
    static void add(final float[] values, final float alpha, final float[] others, final float beta,
        final int length) {
        for (int i = 0; i < length; i++) {
            values[i] = alpha * values[i] + beta * others[i];
        }
    }

    /** {@code values += biases}. */
    static void add(final float[] values, final float[] biases, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] += biases[i];
        }
    }

    /** {@code values = max(0, values + biases)}. */
    static void rectify(final float[] values, final float[] biases, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Math.max(values[i] + biases[i], 0f);
        }
    }

    /**
     * The bits of uniform numbers in [1, 2) to {@code scratch.bits}, from the units' counters and their rows' keys,
     * which are in the arrays of the scratch. (A loop that computes its counters from i is not vectorised.)
     */
    static void hash(final Scratch scratch, final int length) {
        int[] counters = scratch.counters;
        int[] low = scratch.keysLow;
        int[] high = scratch.keysHigh;
        int[] bits = scratch.bits;
        for (int i = 0; i < length; i++) {
            int x = counters[i] + low[i];
            x = (x ^ x >>> 17) * 0xED5AD4BB;
            x = (x ^ x >>> 11) + high[i];
            x *= 0xAC4C1B51;
            x = (x ^ x >>> 15) * 0x31848BAB;
            bits[i] = (x ^ x >>> 14) >>> 9 | 0x3F800000;
        }
    }

    /** Uniform numbers in (0, 1) to {@code scratch.uniform}. */
    static void uniform(final Scratch scratch, final int length) {
        hash(scratch, length);
        float[] uniform = scratch.uniform;
        scratch.reinterpret(scratch.bits, uniform, length);
        for (int i = 0; i < length; i++) {
            uniform[i] -= CounterRandom.ONE_LESS;
        }
    }

    /**
     * The bits of 1 or 0, as floats, to {@code scratch.bits}: 1 where the unit's uniform number in (0, 1) is below its
     * probability. Both are moved to [1, 2), where floats are ordered as their bits.
     */
    static void bernoulli(final float[] probabilities, final Scratch scratch, final int length) {
        hash(scratch, length);
        float[] moved = scratch.uniform;
        for (int i = 0; i < length; i++) {
            moved[i] = probabilities[i] + CounterRandom.ONE_LESS;
        }
        int[] limits = scratch.limits;
        scratch.reinterpret(moved, limits, length);
        int[] bits = scratch.bits;
        for (int i = 0; i < length; i++) {
            bits[i] = bits[i] - limits[i] >> 31 & ONE_BITS;
        }
    }

    /** {@code sums += values}. */
    static void accumulate(final float[] sums, final float[] values, final int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += values[i];
        }
    }

    /** {@code sums += scale values}. */
    static void addScaled(final float[] sums, final float[] values, final float scale, final int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += scale * values[i];
        }
    }

    /** {@code sums = scale sums + values}. */
    static void scaleAndAdd(final float[] sums, final float scale, final float[] values, final int length) {
        for (int i = 0; i < length; i++) {
            sums[i] = scale * sums[i] + values[i];
        }
    }

    /** {@code weights = decay weights + gain increments; increments = kept increments}. */
    static void catchUp(final float[] weights, final float[] increments, final float decay, final float gain,
        final float kept, final int length) {
        for (int i = 0; i < length; i++) {
            weights[i] = decay * weights[i] + gain * increments[i];
            increments[i] = kept * increments[i];
        }
    }

    /** {@code weights = decay weights + gain increments}. */
    static void catchUp(final float[] weights, final float[] increments, final float decay, final float gain,
        final int length) {
        for (int i = 0; i < length; i++) {
            weights[i] = decay * weights[i] + gain * increments[i];
        }
    }

    /** {@code values *= factors}. */
    static void multiply(final float[] values, final float[] factors, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= factors[i];
        }
    }

    /** {@code values /= divisors}. */
    static void divide(final float[] values, final float[] divisors, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] /= divisors[i];
        }
    }

    /** {@code values -= others}. */
    static void subtract(final float[] values, final float[] others, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] -= others[i];
        }
    }

    /** {@code values = means + (values - means) / count}. */
    static void approach(final float[] values, final float[] means, final float count, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] = means[i] + (values[i] - means[i]) / count;
        }
    }

    /** {@code sums += values (values - means)}. */
    static void accumulateMoments(final float[] sums, final float[] values, final float[] means, final int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += values[i] * (values[i] - means[i]);
        }
    }

    /** {@code values *= max(1, factors)}. */
    static void multiplyByExcess(final float[] values, final float[] factors, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= Math.max(1f, factors[i]);
        }
    }

    /** {@code values = targets - values}, added to the sums, and its square to the sums of squares. */
    static void residual(final float[] targets, final float[] values, final float[] sums, final float[] squares,
        final int length) {
        for (int i = 0; i < length; i++) {
            float difference = targets[i] - values[i];
            values[i] = difference;
            sums[i] += difference;
            squares[i] += difference * difference;
        }
    }

    /** As {@link #residual}, but the values stay. */
    static void compare(final float[] targets, final float[] values, final float[] sums, final float[] squares,
        final int length) {
        for (int i = 0; i < length; i++) {
            float difference = targets[i] - values[i];
            sums[i] += difference;
            squares[i] += difference * difference;
        }
    }

    /** {@code weights += increments - l2 weights}. */
    static void step(final float[] weights, final float[] increments, final float l2, final int length) {
        for (int i = 0; i < length; i++) {
            weights[i] = weights[i] + (increments[i] - l2 * weights[i]);
        }
    }

    /** Sets to 0 what is below 1e-15 in size, far below the precision of any weight that it could be added to. */
    static void flush(final float[] values, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Math.abs(values[i]) < 1e-15f ? 0f : values[i];
        }
    }

    /** {@code weights} move by l1 towards zero, and not past it. */
    static void shrink(final float[] weights, final float l1, final int length) {
        for (int i = 0; i < length; i++) {
            float size = Math.max(Math.abs(weights[i]) - l1, 0f);
            weights[i] = Math.copySign(size, weights[i]);
        }
    }

    /** {@code values *= scale factors}. */
    static void multiply(final float[] values, final float[] factors, final float scale, final int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= scale * factors[i];
        }
    }

    /** {@code samples = means + n}, n standard normal from {@code scratch.uniform}. */
    static void gaussian(final float[] means, final float[] samples, final Scratch scratch, final int length) {
        for (int i = 0; i < length; i++) {
            samples[i] = means[i] + CounterRandom.gaussian(scratch.uniform[i]);
        }
    }

    /**
     * {@code p = d x p + (d x)^3 p (1 - p) (1 - 2 p) / 24}: for p = sigmoid(s x), the integral of x sigmoid(s x) over s
     * in an interval of width d around it.
     */
    static void integrateLogistic(final float[] p, final float[] x, final float d, final int length) {
        for (int i = 0; i < length; i++) {
            float step = d * x[i];
            float slope = p[i] * (1f - p[i]);
            p[i] = step * (p[i] + step * step * slope * (1f - 2f * p[i]) * (1f / 24));
        }
    }

    /** {@code values = max(0, x + n sqrt(sigmoid(x)))} for x = values + biases, n from {@code scratch.uniform}. */
    static void noisyRectify(final float[] values, final float[] biases, final Scratch scratch, final int length) {
        float[] variance = scratch.third;
        System.arraycopy(values, 0, variance, 0, length);
        sigmoid(variance, biases, length);
        for (int i = 0; i < length; i++) {
            float noise = CounterRandom.gaussian(scratch.uniform[i]) * (float)Math.sqrt(variance[i]);
            values[i] = Math.max(0f, values[i] + biases[i] + noise);
        }
    }

    /** {@code delta *= a (1 - a)}, the slope of the logistic function at its value a. */
    static void multiplyBySigmoidSlope(final float[] delta, final float[] activations, final int length) {
        for (int i = 0; i < length; i++) {
            delta[i] *= activations[i] * (1f - activations[i]);
        }
    }

    /** {@code delta *= a > 0 ? 1 : 0}. */
    static void multiplyByRectifierSlope(final float[] delta, final float[] activations, final int length) {
        for (int i = 0; i < length; i++) {
            delta[i] = activations[i] > 0f ? delta[i] : 0f;
        }
    }
}
