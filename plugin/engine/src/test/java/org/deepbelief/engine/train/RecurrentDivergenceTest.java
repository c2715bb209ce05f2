// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deepbelief.engine.data.TimeSteps;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the likelihood of short sequences, by all states of the visible units. */
class RecurrentDivergenceTest {

    private static final int VISIBLE = 3;

    private static final int HIDDEN = 2;

    /** Sequences by the codes of their rows; the second is a piece that begins within its sequence. */
    private static final int[][] SEQUENCES = {{0b101, 0b011, 0b110, 0b010}, {0b001, 0b111}};

    private static final int COPIES = 5_000;

    private static final int ROWS = 6 * COPIES;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aLongChainGivesTheGradientOfTheLikelihoodThroughTime(final long seed) {
        try (Compute compute = Compute.open(2)) {
            final RecurrentParameters parameters = drawn(compute, seed);
            final Map<String, FloatMatrix> named = named(parameters);
            final Terms terms = new Terms();
            final RecurrentTerms gradient = RecurrentTerms.declare(terms, VISIBLE, HIDDEN);
            final RecurrentDivergence divergence = new RecurrentDivergence(compute, parameters, ROWS, seed);
            final SummedStatistics statistics = new SummedStatistics(compute, terms);
            divergence.gather(batch(compute), 30, gradient, statistics);
            assertEquals(ROWS, statistics.count(gradient.weights()));
            // Products of numbers in [0, 1] and of the weights that lead back; five standard errors of a mean.
            final double tolerance = 5 * 1.5 / Math.sqrt(COPIES);
            double largest = 0;
            for (final Term term : terms) {
                final FloatMatrix parameter = named.get(term.name());
                final FloatMatrix found = compute.zeros(term.rows(), term.columns());
                if (term.form() == Term.Form.SUMS) {
                    compute.addScaled(1f / COPIES, statistics.sums(term), 0f, found);
                } else {
                    statistics.gradient(term, 1f / COPIES, found);
                }
                for (int i = 0; i < term.rows(); i++) {
                    for (int j = 0; j < term.columns(); j++) {
                        final double wanted = slope(parameters, parameter, i, j, term == gradient.initialState());
                        largest = Math.max(largest, Math.abs(wanted));
                        assertEquals(wanted, found.get(i, j), tolerance,
                            term.name() + " " + i + ", " + j + " at seed " + seed);
                    }
                }
            }
            assertTrue(largest > 5 * tolerance, "the gradient stands out of the noise: " + largest);
        }
    }

    @Test
    void theBitsAreThoseOfOneThread() {
        float[] one = null;
        for (final int threads : new int[] {1, 2, 4}) {
            try (Compute compute = Compute.open(threads); RecurrentMachine machine = machine(compute, 4, 60, 600)) {
                final Batch batch = sequences(compute, 60, 600);
                for (int step = 0; step < 5; step++) {
                    Stepping.step(compute, machine, batch.at(0, step, batch.count()), Rates.of(0.01, 0.9));
                }
                final float[] weights = machine.parameters().hiddenTransition.toArray();
                one = one == null ? weights : one;
                assertArrayEquals(one, weights, threads + " threads");
            }
        }
    }

    @Test
    void aStepAllocatesNothing() {
        try (Allocations allocations = new Allocations(2); Compute part = allocations.compute().part();
            RecurrentMachine machine = machine(part, 5, 40, 400)) {
            final Batch batch = sequences(part, 40, 400);
            final Statistics statistics = new FusedStatistics(part, machine.terms());
            final Rates rates = Rates.of(0.001, 0.9);
            allocations.assertNone(step -> {
                statistics.clear();
                machine.gather(batch.at(0, step, batch.count()), statistics);
                machine.apply(statistics, rates);
            });
        }
    }

    /** A unit is on exactly when it was off in the row before: only the past can tell. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void itLearnsWhatOnlyThePastTells(final long seed) {
        try (Compute compute = Compute.open(1); RecurrentMachine machine = machine(compute, seed, 8, 400)) {
            final FloatMatrix rows = compute.zeros(400, 20);
            final TimeSteps time = new TimeSteps(40, 400);
            for (int piece = 0; piece < 10; piece++) {
                time.add(40, true);
            }
            for (int t = 0; t < 40; t++) {
                for (int piece = 0; piece < 10; piece++) {
                    for (int i = 0; i < 20; i++) {
                        rows.set(time.start(t) + piece, i, (t + piece + i) % 2);
                    }
                }
            }
            final Batch batch = numbered(Batch.inTime(rows, time).at(0, 0, 400));
            double error = 0;
            for (int step = 0; step < 300; step++) {
                Stepping.step(compute, machine, batch.at(0, step, 400), Rates.of(0.02, 0.9));
                error = machine.error() / machine.errorCount();
            }
            final float[] state = machine.parameters().hiddenTransition.toArray();
            double size = 0;
            for (final float weight : state) {
                size += Math.abs(weight) / state.length;
            }
            assertTrue(error < 0.02 && size > 0.05, "error " + error + ", transition " + size + ", seed " + seed);
        }
    }

    private static RecurrentMachine machine(final Compute compute, final long seed, final int hidden,
        final int rows) {
        final double[] means = new double[20];
        java.util.Arrays.fill(means, 0.5);
        return new RecurrentMachine(compute,
            LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), 20)), means),
            new RecurrentSettings(HiddenUnits.of(hidden, UnitType.bernoulli()),
                Learning.plain(1, 0.01).withPenalty(Penalty.l2(0.01)), new Chain(2, false, true), 40, 1), rows, seed);
    }

    /** Random rows in pieces of different lengths that fill a batch. */
    private static Batch sequences(final Compute compute, final int pieces, final int rows) {
        final FloatMatrix visible = compute.zeros(rows, 20);
        final TimeSteps time = new TimeSteps(40, rows);
        time.add(20, true);
        for (int left = rows - 20; left > 0 && time.pieces() < pieces; left = rows - time.rows()) {
            time.add(Math.max(1, Math.min(Math.min(left, 20 - time.pieces() / 3), 20)), time.pieces() % 2 == 0);
        }
        for (int row = 0; row < time.rows(); row++) {
            for (int i = 0; i < 20; i++) {
                visible.set(row, i, CounterRandom.uniform(7, row, i) < 0.5 ? 1 : 0);
            }
        }
        return numbered(Batch.inTime(visible, time).at(0, 0, time.rows()));
    }

    private static Batch numbered(final Batch batch) {
        for (int i = 0; i < batch.count(); i++) {
            batch.numbers()[i] = i;
        }
        return batch;
    }

    private static Batch batch(final Compute compute) {
        final FloatMatrix visible = compute.zeros(ROWS, VISIBLE);
        final TimeSteps time = new TimeSteps(4, 2 * COPIES);
        final List<int[]> pieces = new ArrayList<>();
        for (final int[] sequence : SEQUENCES) {
            for (int copy = 0; copy < COPIES; copy++) {
                pieces.add(sequence);
                time.add(sequence.length, sequence == SEQUENCES[0]);
            }
        }
        for (int t = 0; t < time.steps(); t++) {
            for (int i = 0; i < time.count(t); i++) {
                visible.writeRow(time.start(t) + i,
                    ContrastiveDivergenceTest.floats(EnumeratedMachine.state(pieces.get(i)[t], VISIBLE)));
            }
        }
        return numbered(Batch.inTime(visible, time).at(0, 0, ROWS));
    }

    private static RecurrentParameters drawn(final Compute compute, final long seed) {
        final RecurrentParameters parameters = new RecurrentParameters(compute,
            LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), VISIBLE)), new double[] {0.3, 0.5, 0.6}),
            HiddenUnits.of(HIDDEN, UnitType.bernoulli()), 1, seed);
        int stream = 0;
        for (final FloatMatrix matrix : named(parameters).values()) {
            stream++;
            for (int i = 0; i < matrix.rows(); i++) {
                for (int j = 0; j < matrix.columns(); j++) {
                    matrix.set(i, j, CounterRandom.gaussian(CounterRandom.key(seed, stream, 0), i, j));
                }
            }
        }
        return parameters;
    }

    private static Map<String, FloatMatrix> named(final RecurrentParameters parameters) {
        return new TreeMap<>(Map.of("weights", parameters.weights, "hiddenTransition", parameters.hiddenTransition,
            "visibleTransition", parameters.visibleTransition, "initialState", parameters.initialState,
            "visibleBiases", parameters.visibleBiases, "hiddenBiases", parameters.hiddenBiases));
    }

    /** By central differences; only what begins a sequence tells of the initial state. */
    private static double slope(final RecurrentParameters parameters, final FloatMatrix parameter, final int row,
        final int column, final boolean ofSequences) {
        final float value = parameter.get(row, column);
        final float step = 1f / 256;
        parameter.set(row, column, value + step);
        final double above = logLikelihood(parameters, ofSequences ? 1 : 2);
        parameter.set(row, column, value - step);
        final double below = logLikelihood(parameters, ofSequences ? 1 : 2);
        parameter.set(row, column, value);
        return (above - below) / (2 * step);
    }

    /** The sum of log p(v_t | v_1 ... v_(t-1)) over the first sequences. */
    private static double logLikelihood(final RecurrentParameters parameters, final int sequences) {
        double sum = 0;
        for (int s = 0; s < sequences; s++) {
            double[] state = doubles(parameters.initialState);
            for (final int code : SEQUENCES[s]) {
                final double[] a = sum(parameters.visibleBiases, parameters.visibleTransition, state);
                final double[] b = sum(parameters.hiddenBiases, parameters.hiddenTransition, state);
                double partition = 0;
                for (int other = 0; other < 1 << VISIBLE; other++) {
                    partition += Math.exp(minusFreeEnergy(parameters, other, a, b));
                }
                sum += minusFreeEnergy(parameters, code, a, b) - Math.log(partition);
                state = inputs(parameters, code, b);
                for (int j = 0; j < HIDDEN; j++) {
                    state[j] = 1 / (1 + Math.exp(-state[j]));
                }
            }
        }
        return sum;
    }

    private static double minusFreeEnergy(final RecurrentParameters parameters, final int code, final double[] a,
        final double[] b) {
        double value = 0;
        for (int i = 0; i < VISIBLE; i++) {
            value += (code >>> i & 1) * a[i];
        }
        for (final double input : inputs(parameters, code, b)) {
            value += Math.log1p(Math.exp(input));
        }
        return value;
    }

    private static double[] inputs(final RecurrentParameters parameters, final int code, final double[] b) {
        final double[] inputs = b.clone();
        for (int j = 0; j < HIDDEN; j++) {
            for (int i = 0; i < VISIBLE; i++) {
                inputs[j] += (code >>> i & 1) * parameters.weights.get(i, j);
            }
        }
        return inputs;
    }

    private static double[] sum(final FloatMatrix biases, final FloatMatrix transition, final double[] state) {
        final double[] sum = doubles(biases);
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < state.length; j++) {
                sum[i] += state[j] * transition.get(j, i);
            }
        }
        return sum;
    }

    private static double[] doubles(final FloatMatrix vector) {
        final double[] values = new double[vector.columns()];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector.get(0, i);
        }
        return values;
    }
}
