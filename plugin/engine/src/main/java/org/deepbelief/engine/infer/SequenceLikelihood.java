// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.Arrays;
import org.deepbelief.engine.data.Permutation;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Annealing;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.model.LayerPass;
import org.deepbelief.engine.model.RecurrentLayer;
import org.deepbelief.engine.units.FreeEnergy;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * The log-likelihood of rows given those before them in their sequences, by a recurrent temporal RBM of Bernoulli units
 * (Boulanger-Lewandowski, Bengio and Vincent 2012, section 5). Given the past a row is one of an RBM with the biases
 * a_t and b_t of its time,
 *
 * <pre>
 * log p(v_t | v_1 ... v_(t-1)) = a_t v_t + sum over j of log(1 + exp((v_t W + b_t)_j)) - log Z_t
 * </pre>
 *
 * with Z_t by {@link Annealing} from units that are independent with about the means that they have in the machine, or
 * by all states of the hidden units where these are few.
 */
public final class SequenceLikelihood {

    private static final int STREAM = 0xA2;

    private static final int ROWS_STREAM = 0xA3;

    /** Partition functions of machines of so many hidden units at most are summed up exactly. */
    public static final int MOST_ENUMERATED = 16;

    private static final int TOGETHER = 16;

    private static final int MEAN_FIELD_STEPS = 4;

    /** The base machine's means are kept off 0 and 1 by this. */
    private static final double SMALLEST_MEAN = 0.005;

    /**
     * How to estimate.
     *
     * @param chains of each row's machine, at least 2
     * @param temperatures from its base to the machine, at least {@link Annealing#LEAST_TEMPERATURES}
     * @param rows how many rows are drawn at most; all if there are no more
     * @param seed of the rows and the chains
     */
    public record Settings(int chains, int temperatures, long rows, long seed) {

        /** @throws IllegalArgumentException if a number is out of range; the message names it */
        public Settings {
            if (chains < 2 || temperatures < Annealing.LEAST_TEMPERATURES || rows < 1) {
                throw new IllegalArgumentException("The likelihood of " + rows + " rows by " + chains + " chains with "
                    + temperatures + " temperatures cannot be estimated; take at least 1 row, 2 chains and "
                    + Annealing.LEAST_TEMPERATURES + " temperatures.");
            }
        }
    }

    /**
     * An estimate.
     *
     * @param mean over the rows of log p(v_t | past), in nats
     * @param standardError of the mean, from how much the chains disagree; 0 where all states were summed up
     * @param rows how many
     */
    public record Estimate(double mean, double standardError, long rows) {
    }

    private final Compute compute;

    private final RecurrentLayer layer;

    private final Settings settings;

    private final Annealing annealing;

    private final Propagation visibleUnits;

    private final Propagation hiddenUnits;

    private final FloatMatrix visible;

    private final FloatMatrix before;

    private final FloatMatrix base;

    private final FloatMatrix visibleBiases;

    private final FloatMatrix hiddenBiases;

    private final FloatMatrix hiddenInputs;

    private final float[] ownVisibleBiases;

    private final float[] ownHiddenBiases;

    private final boolean exact;

    private double squaredErrors;

    private SequenceLikelihood(final Compute compute, final RecurrentLayer layer, final Settings settings) {
        this.compute = compute;
        this.layer = layer;
        this.settings = settings;
        final int units = layer.visibleUnits();
        final int hidden = layer.hiddenUnits();
        exact = hidden <= MOST_ENUMERATED;
        annealing = exact ? null : compute.annealing(layer.recognitionWeights(), TOGETHER, settings.chains());
        visibleUnits = compute.propagation(UnitGroup.layout(layer.visibleGroups()), compute.zeros(1, units));
        hiddenUnits = compute.propagation(UnitType.bernoulli().layout(hidden), compute.zeros(1, hidden));
        visible = compute.zeros(TOGETHER, units);
        before = compute.zeros(TOGETHER, hidden);
        base = compute.zeros(TOGETHER, units);
        visibleBiases = compute.zeros(TOGETHER, units);
        hiddenBiases = compute.zeros(TOGETHER, hidden);
        hiddenInputs = compute.zeros(TOGETHER, hidden);
        ownVisibleBiases = layer.visibleBiases();
        ownHiddenBiases = layer.hiddenBiases();
    }

    /**
     * Estimates the mean log-likelihood of rows, the first ones of sequences too.
     *
     * @param samples rows of the layer's visible units, sequence after sequence
     * @throws IllegalArgumentException if the layer's visible units are not all Bernoulli, or not those of the rows
     */
    public static Estimate estimate(final Compute compute, final RecurrentLayer layer, final SampleMatrix samples,
        final Settings settings) {
        if (!layer.standard() || !layer.visibleGroups().stream().allMatch(group -> group.type().binary())) {
            throw new IllegalArgumentException("The likelihood of rows in order is for Bernoulli units alone; the layer"
                + " has others.");
        }
        if (samples.units() != layer.visibleUnits() || samples.rows() == 0) {
            throw new IllegalArgumentException("The layer has " + layer.visibleUnits() + " visible units; there are "
                + samples.rows() + " rows of " + samples.units() + ".");
        }
        try (Compute part = compute.part()) {
            return new SequenceLikelihood(part, layer, settings).estimate(samples);
        }
    }

    private Estimate estimate(final SampleMatrix samples) {
        final long[] rows = drawRows(samples.rows());
        final float[][] past = past(samples, rows);
        final float[][] values = new float[rows.length][layer.visibleUnits()];
        for (int i = 0; i < rows.length; i++) {
            samples.readUnits(rows[i], 0, values[i], 0, values[i].length);
        }
        double sum = 0;
        if (!samples.ordered()) {
            // All rows have one machine.
            compute.fill(before, 1, past);
            prepare(1);
            final double partition = logPartitions(1, 0)[0];
            final double[] biases = doubles(visibleBiases, 0);
            final double[] hiddens = doubles(hiddenBiases, 0);
            for (final float[] row : values) {
                sum += minusFreeEnergy(row, biases, hiddens) - partition;
            }
            return new Estimate(sum / rows.length, Math.sqrt(squaredErrors), rows.length);
        }
        for (int first = 0; first < rows.length; first += TOGETHER) {
            final int count = Math.min(TOGETHER, rows.length - first);
            compute.fill(before, count, Arrays.copyOfRange(past, first, first + count));
            prepare(count);
            final double[] partitions = logPartitions(count, first);
            for (int i = 0; i < count; i++) {
                sum += minusFreeEnergy(values[first + i], doubles(visibleBiases, i), doubles(hiddenBiases, i))
                    - partitions[i];
            }
        }
        return new Estimate(sum / rows.length, Math.sqrt(squaredErrors) / rows.length, rows.length);
    }

    private long[] drawRows(final long count) {
        final long[] rows = new long[Math.toIntExact(Math.min(count, settings.rows()))];
        final long key = CounterRandom.key(settings.seed(), ROWS_STREAM, 0);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = rows.length == count ? i : Permutation.at(i, count, key);
        }
        Arrays.sort(rows);
        return rows;
    }

    /** The states before the rows. */
    private float[][] past(final SampleMatrix samples, final long[] rows) {
        final float[][] past = new float[rows.length][];
        final LayerPass up = layer.up(compute);
        final int most = RecurrentLayer.MOST_ROWS;
        final FloatMatrix units = compute.zeros(most, layer.visibleUnits());
        final FloatMatrix states = compute.zeros(most, layer.hiddenUnits());
        final boolean[] starts = new boolean[most];
        float[] last = layer.startContext();
        int place = 0;
        for (long first = 0; first < samples.rows(); first += most) {
            final long start = first;
            final int count = (int)Math.min(most, samples.rows() - first);
            for (int i = 0; i < count; i++) {
                starts[i] = samples.startsSequence(first + i);
            }
            compute.fill(units, count,
                (row, column, target, length) -> samples.readUnits(start + row, column, target, 0, length));
            up.begin(starts, count);
            up.expect(units, count, states);
            for (int i = 0; i < count; i++) {
                if (place < rows.length && rows[place] == first + i) {
                    past[place++] = starts[i] ? layer.startContext() : last.clone();
                }
                states.readRow(i, last);
            }
        }
        return past;
    }

    /** The biases of machines from the states before, and those of their bases. */
    private void prepare(final int count) {
        for (int i = 0; i < count; i++) {
            visibleBiases.writeRow(i, ownVisibleBiases);
            hiddenBiases.writeRow(i, ownHiddenBiases);
        }
        compute.product(1, before, count, layer.visibleContextWeights(), false, 1, visibleBiases);
        compute.product(1, before, count, layer.hiddenContextWeights(), false, 1, hiddenBiases);
        hiddenUnits.expect(hiddenBiases, count, hiddenInputs);
        for (int step = 0; step < MEAN_FIELD_STEPS; step++) {
            compute.copyRows(visibleBiases, count, base);
            compute.product(1, hiddenInputs, count, layer.recognitionWeights(), true, 1, base);
            visibleUnits.expect(base, count, base);
            compute.copyRows(hiddenBiases, count, hiddenInputs);
            compute.product(1, base, count, layer.recognitionWeights(), false, 1, hiddenInputs);
            hiddenUnits.expect(hiddenInputs, count, hiddenInputs);
        }
        final float[] means = new float[base.columns()];
        for (int i = 0; i < count; i++) {
            base.readRow(i, means);
            for (int j = 0; j < means.length; j++) {
                final double mean = Math.min(Math.max(means[j], SMALLEST_MEAN), 1 - SMALLEST_MEAN);
                means[j] = (float)Math.log(mean / (1 - mean));
            }
            base.writeRow(i, means);
        }
    }

    /** log Z of each machine; adds the squares of their standard errors. */
    private double[] logPartitions(final int count, final int first) {
        final double[] partitions = new double[count];
        if (exact) {
            for (int i = 0; i < count; i++) {
                partitions[i] = enumerated(doubles(visibleBiases, i), doubles(hiddenBiases, i));
            }
            return partitions;
        }
        final int chains = settings.chains();
        final double[] logWeights = annealing.run(count, new Annealing.Biases(base, visibleBiases, hiddenBiases),
            settings.temperatures(), (machine, chain, step) -> CounterRandom.subKey(
                CounterRandom.key(settings.seed(), STREAM, step), (long)(first + machine) * chains + chain));
        for (int i = 0; i < count; i++) {
            final double[] own = Arrays.copyOfRange(logWeights, i * chains, (i + 1) * chains);
            final double logMean = FreeEnergy.logSumExp(own, chains) - Math.log(chains);
            for (final double logWeight : own) {
                final double deviation = Math.exp(logWeight - logMean) - 1;
                squaredErrors += deviation * deviation / (chains - 1) / chains;
            }
            partitions[i] = logMean + layer.hiddenUnits() * Math.log(2);
            for (final double bias : doubles(base, i)) {
                partitions[i] += FreeEnergy.softplus(bias);
            }
        }
        return partitions;
    }

    /** By all states of the hidden units, one of which changes from each to the next (Gray code). */
    private double enumerated(final double[] a, final double[] b) {
        final int hidden = b.length;
        final double[] terms = new double[1 << hidden];
        final double[][] weights = new double[hidden][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < hidden; j++) {
                weights[j][i] = layer.recognitionWeights().get(i, j);
            }
        }
        final double[] inputs = a.clone();
        double own = 0;
        for (int code = 0; code < terms.length; code++) {
            if (code > 0) {
                final int unit = Integer.numberOfTrailingZeros(code);
                final int sign = ((code ^ code >>> 1) >>> unit & 1) == 1 ? 1 : -1;
                own += sign * b[unit];
                for (int i = 0; i < inputs.length; i++) {
                    inputs[i] += sign * weights[unit][i];
                }
            }
            terms[code] = own + UnitType.bernoulli().logSum(inputs);
        }
        return FreeEnergy.logSumExp(terms, terms.length);
    }

    private double minusFreeEnergy(final float[] row, final double[] a, final double[] b) {
        double value = 0;
        final double[] inputs = b.clone();
        final float[] weights = new float[b.length];
        for (int i = 0; i < row.length; i++) {
            if (row[i] != 0) {
                value += row[i] * a[i];
                layer.recognitionWeights().readRow(i, weights);
                for (int j = 0; j < inputs.length; j++) {
                    inputs[j] += row[i] * weights[j];
                }
            }
        }
        for (final double input : inputs) {
            value += FreeEnergy.softplus(input);
        }
        return value;
    }

    private static double[] doubles(final FloatMatrix matrix, final int row) {
        final float[] values = new float[matrix.columns()];
        matrix.readRow(row, values);
        final double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
