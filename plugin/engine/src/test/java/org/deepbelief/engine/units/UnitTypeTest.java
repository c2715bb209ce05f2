// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.units;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;

import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.CounterRandom;
import org.junit.jupiter.api.Test;

/** Energies, sums over states, first biases and samples of each kind against enumeration and integration. */
class UnitTypeTest {

    private static final double[] INPUTS = {-30, -2.5, -0.3, 0, 0.7, 4, 30};

    private static final double[] BIASES = {0.4, -1.3, 2};

    private static final int DRAWS = 200_000;

    private static final long KEY = CounterRandom.key(5, 1, 2);

    @Test
    void binaryUnitsAreSummedOutOverTheirTwoStates() {
        for (final double x : INPUTS) {
            assertEquals(Math.log(Math.exp(0 * x) + Math.exp(1 * x)), UnitType.bernoulli().logSum(x), 1e-12);
        }
        double sum = 0;
        for (int states = 0; states < 8; states++) {
            double energy = 0;
            for (int i = 0; i < 3; i++) {
                energy += UnitType.bernoulli().energy(states >> i & 1, BIASES[i], 1);
            }
            sum += Math.exp(-energy);
        }
        assertEquals(Math.log(sum), UnitType.bernoulli().logSum(BIASES), 1e-12);
        assertEquals(-1.5, UnitType.bernoulli().energy(1, 1.5, 1));
    }

    @Test
    void gaussianUnitsAreIntegratedOut() {
        for (final double x : new double[] {-2.5, 0, 0.7, 4}) {
            assertEquals(Math.log(integral(x) / integral(0)), UnitType.gaussian().logSum(x), 1e-9);
        }
        double logSum = 0;
        for (final double bias : BIASES) {
            double sum = 0;
            for (double v = bias - 10; v < bias + 10; v += 1e-3) {
                sum += 1e-3 * Math.exp(-UnitType.gaussian().energy(v, bias, 1));
            }
            logSum += Math.log(sum);
        }
        assertEquals(logSum, UnitType.gaussian().logSum(BIASES), 1e-9);
        assertEquals(Math.pow(3.0 - 1, 2) / 2 / Math.pow(0.5, 2), UnitType.gaussian().energy(3, 1, 0.5), 1e-12);
    }

    /** Of e^(x h - h^2 / 2) over h. */
    private static double integral(final double x) {
        double sum = 0;
        for (double h = x - 12; h < x + 12; h += 1e-3) {
            sum += 1e-3 * Math.exp(x * h - h * h / 2);
        }
        return sum;
    }

    @Test
    void oneOfManyIsSummedOverItsValues() {
        double sum = 0;
        for (int on = 0; on < 3; on++) {
            double energy = 0;
            for (int i = 0; i < 3; i++) {
                energy += UnitType.softmax().energy(i == on ? 1 : 0, BIASES[i], 1);
            }
            sum += Math.exp(-energy);
        }
        assertEquals(Math.log(sum), UnitType.softmax().logSum(BIASES), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> UnitType.softmax().logSum(0.0));
    }

    @Test
    void rectifiedUnitsAreTheSumOfTheirCopies() {
        for (final double x : INPUTS) {
            double sum = 0;
            for (int copy = 1; copy <= 200; copy++) {
                sum += Math.log1p(Math.exp(x - copy + 0.5));
            }
            assertEquals(sum, UnitType.rectifiedLinear().logSum(x), 1e-8);
        }
        // Far above 0 the copies below x add x - 1/2, x - 3/2, ..., and those about it 0.04 less than pi^2 / 6.
        assertEquals(manyCopies(29.9), UnitType.rectifiedLinear().logSum(29.9), 1e-8);
        assertEquals(manyCopies(30.1), UnitType.rectifiedLinear().logSum(30.1), 1e-8);
        assertEquals(manyCopies(200.3), UnitType.rectifiedLinear().logSum(200.3), 1e-8);
        assertEquals(0.5e60, UnitType.rectifiedLinear().logSum(1e30), 1e45);
        assertEquals(manyCopies(2.3) - 2.3 * 2.3 / 2 + manyCopies(40) - 800,
            UnitType.rectifiedLinear().logSum(new double[] {2.3, 40}), 1e-8);
        // v copies on have the energies -(b - 1/2), -(b - 3/2), ..., together -v b + v^2 / 2
        final double constant = UnitType.rectifiedLinear().energy(0, 1.7, 1);
        for (int v = 1; v < 5; v++) {
            double energy = 0;
            for (int copy = 1; copy <= v; copy++) {
                energy -= 1.7 - copy + 0.5;
            }
            assertEquals(energy, UnitType.rectifiedLinear().energy(v, 1.7, 1) - constant, 1e-12);
        }
    }

    private static double manyCopies(final double x) {
        double sum = 0;
        for (int copy = 1; copy <= 400; copy++) {
            sum += Math.log1p(Math.exp(x - copy + 0.5));
        }
        return sum;
    }

    /** One logarithm for many units must neither overflow nor lose any. */
    @Test
    void theSumOverManyBinaryUnitsIsThatOfEach() {
        final double[] biases = new double[5000];
        double sum = 0;
        for (int i = 0; i < biases.length; i++) {
            biases[i] = i % 7 - 3;
            sum += Math.log1p(Math.exp(biases[i]));
        }
        assertEquals(sum, UnitType.bernoulli().logSum(biases), 1e-8);
        assertEquals(1e30, UnitType.bernoulli().logSum(new double[] {1e30, -1e30}), 1e15);
    }

    @Test
    void theFirstBiasGivesTheMean() {
        for (final double mean : new double[] {0.001, 0.2, 0.5, 0.97}) {
            assertEquals(mean, 1 / (1 + Math.exp(-UnitType.bernoulli().initialBias(mean))), 1e-7);
        }
        assertEquals(Math.log(0.999 / 0.001), UnitType.bernoulli().initialBias(1), 1e-5);
        assertEquals(Math.log(0.001 / 0.999), UnitType.bernoulli().initialBias(0), 1e-5);
        assertEquals(-3.5f, UnitType.gaussian().initialBias(-3.5));
        assertEquals(2.5f, UnitType.rectifiedLinear().initialBias(2.5));
        assertEquals(0f, UnitType.rectifiedLinear().initialBias(-0.1));
        final float[] biases = UnitGroup.initialBiases(
            List.of(new UnitGroup(UnitType.gaussian(), 1), new UnitGroup(UnitType.softmax(), 3)),
            new double[] {7, 0.2, 0.3, 0.5});
        final double sum = Math.exp(biases[1]) + Math.exp(biases[2]) + Math.exp(biases[3]);
        assertEquals(7, biases[0]);
        assertEquals(0.2, Math.exp(biases[1]) / sum, 1e-6);
        assertEquals(0.5, Math.exp(biases[3]) / sum, 1e-6);
        assertEquals(Math.log(0.001), UnitType.softmax().initialBias(0), 1e-5);
    }

    @Test
    void samplesFollowTheMeans() {
        final double[] x = {-0.8, 0.3, 1.1};
        final double sum = Math.exp(x[0]) + Math.exp(x[1]) + Math.exp(x[2]);
        final double[] binary = meansOfSamples(UnitType.bernoulli(), x);
        final double[] normal = meansOfSamples(UnitType.gaussian(), x);
        final double[] oneOfMany = meansOfSamples(UnitType.softmax(), x);
        final double[] rectified = meansOfSamples(UnitType.rectifiedLinear(), x);
        for (int i = 0; i < x.length; i++) {
            assertEquals(1 / (1 + Math.exp(-x[i])), binary[i], 0.006);
            assertEquals(x[i], normal[i], 0.012);
            assertEquals(Math.exp(x[i]) / sum, oneOfMany[i], 0.006);
            assertEquals(meanOfRectified(x[i]), rectified[i], 0.012);
        }
        assertEquals(1, oneOfMany[0] + oneOfMany[1] + oneOfMany[2], 1e-9);
    }

    /** E[max(0, x + n)], n of variance 1 / (1 + e^-x). */
    private static double meanOfRectified(final double x) {
        final double deviation = Math.sqrt(1 / (1 + Math.exp(-x)));
        double mean = 0;
        for (double n = -10; n < 10; n += 1e-3) {
            mean += 1e-3 * Math.max(0, x + deviation * n) * Math.exp(-n * n / 2) / Math.sqrt(2 * Math.PI);
        }
        return mean;
    }

    private static double[] meansOfSamples(final UnitType type, final double[] inputs) {
        final double[] sums = new double[inputs.length];
        final float[] samples = new float[inputs.length];
        for (int row = 0; row < DRAWS; row++) {
            type.sample(inputs, new UnitRandom(KEY, row, 10), samples);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += (double)samples[i] / DRAWS;
            }
        }
        return sums;
    }

    @Test
    void theEnergyOfARowIsTheSumOverItsGroups() {
        final List<UnitGroup> groups = List.of(new UnitGroup(UnitType.bernoulli(), 2),
            new UnitGroup(UnitType.gaussian(), 1), new UnitGroup(UnitType.softmax(), 2));
        final float[] units = {1, 0.5f, 3, 0, 1};
        final float[] biases = {0.5f, -2, 1, 4, 0.25f};
        assertEquals(-0.5 + 1 + 2 - 0.25, FreeEnergy.ofVisible(groups, units, biases, null), 1e-12);
        assertEquals(-0.5 + 1 + 8 - 0.25,
            FreeEnergy.ofVisible(groups, units, biases, new float[] {1, 1, 0.5f, 1, 1}), 1e-12);
    }

    @Test
    void neighboursOfOneKindAreJoinedUnlessTheyAreOneVariableEach() {
        assertEquals(List.of(new UnitGroup(UnitType.gaussian(), 5), new UnitGroup(UnitType.softmax(), 2),
            new UnitGroup(UnitType.softmax(), 4), new UnitGroup(UnitType.gaussian(), 1)),
            UnitGroup.joined(List.of(new UnitGroup(UnitType.gaussian(), 2), new UnitGroup(UnitType.gaussian(), 3),
                new UnitGroup(UnitType.softmax(), 2), new UnitGroup(UnitType.softmax(), 4),
                new UnitGroup(UnitType.gaussian(), 1))));
    }

    @Test
    void idsNameTheKinds() {
        for (final UnitType type : UnitType.all()) {
            assertSame(type, UnitType.of(type.id()));
        }
        assertEquals(List.of("bernoulli", "gaussian", "softmax", "rectifiedLinear"),
            UnitType.all().stream().map(UnitType::id).toList());
        final IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> UnitType.of("poisson"));
        assertTrue(refusal.getMessage().contains("\"poisson\""), refusal.getMessage());
    }

    /** The link functions and supports of the distributions that the kinds stand for. */
    @Test
    void eachKindIsWhatItsDistributionIs() {
        assertEquals(List.of(Activation.LOGISTIC, Activation.IDENTITY, Activation.SOFTMAX, Activation.RECTIFIER),
            UnitType.all().stream().map(UnitType::activation).toList());
        assertEquals(List.of("Bernoulli"), kinds(UnitType::binary));
        assertEquals(List.of("Bernoulli", "softmax"), kinds(UnitType::bounded));
        assertEquals(List.of("softmax"), kinds(UnitType::joint));
        assertEquals(List.of("Gaussian"), kinds(UnitType::learnsVariance));
        assertEquals(List.of("rectified linear"), kinds(UnitType::statisticsFromSamples));
        assertEquals(List.of("Bernoulli", "Gaussian", "softmax"), kinds(UnitType::normalised));
        assertEquals(List.of("Bernoulli", "Gaussian"), kinds(UnitType::canBeNumber));
        assertEquals(List.of("Bernoulli", "Gaussian", "rectified linear"), kinds(UnitType::canBeHidden));
        assertEquals(List.of("Bernoulli", "rectified linear"), kinds(UnitType::canBeCode));
        assertEquals(List.of("Bernoulli", "rectified linear"), kinds(UnitType::canBeSparse));
        assertEquals(List.of("Bernoulli", "Gaussian", "softmax", "Gaussian"),
            UnitType.all().stream().map(type -> type.reconstructed().words()).toList());
        assertEquals(List.of("Bernoulli", "Gaussian", "softmax", "rectified linear"),
            UnitType.all().stream().map(UnitType::toString).toList());
        for (final UnitType type : UnitType.all()) {
            assertEquals(UnitGroup.layout(List.of(new UnitGroup(type, 5))).groups(), type.layout(5).groups());
            assertEquals(5, type.layout(5).units());
        }
    }

    private static List<String> kinds(final Predicate<UnitType> property) {
        return UnitType.all().stream().filter(property).map(UnitType::words).toList();
    }

    /** Whatever group they are in. */
    @Test
    void theUnitsOfAGroupDrawByTheirNumbersInTheRow() {
        for (int unit = 0; unit < 4; unit++) {
            final UnitRandom group = new UnitRandom(KEY, 7, 10);
            final UnitRandom alone = new UnitRandom(KEY, 7, 10 + unit);
            assertEquals(alone.uniform(0), group.uniform(unit));
            assertEquals(alone.gaussian(0), group.gaussian(unit));
            assertEquals(CounterRandom.uniform(KEY, 7, 10 + unit), group.uniform(unit));
            assertEquals(CounterRandom.gaussian(KEY, 7, 10 + unit), group.gaussian(unit));
        }
    }

    @Test
    void sumsOfExponentialsNeitherOverflowNorUnderflow() {
        assertEquals(1000, FreeEnergy.softplus(1000), 1e-12);
        assertEquals(Math.exp(-700), FreeEnergy.softplus(-700), 1e-310);
        assertEquals(0, FreeEnergy.softplus(-1000));
        assertEquals(1000 + Math.log(2), FreeEnergy.logSumExp(new double[] {1000, 1000, 5000}, 2), 1e-12);
        assertEquals(-1000 + Math.log(3), FreeEnergy.logSumExp(new double[] {-1000, -1000, -1000}, 3), 1e-12);
    }

    @Test
    void aDeviationStretchesTheEnergyOfUnitsWithoutBounds() {
        assertEquals(Math.pow(3.0 - 1, 2) / 2 / Math.pow(0.5, 2), UnitType.rectifiedLinear().energy(3, 1, 0.5), 1e-12);
    }
}
