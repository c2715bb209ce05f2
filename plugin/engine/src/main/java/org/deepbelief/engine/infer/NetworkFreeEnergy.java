// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.math.RowWriter;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Level;
import org.deepbelief.engine.model.SideBySide;
import org.deepbelief.engine.units.UnitGroup;

/**
 * The free energy of rows under the whole network, in nats, up to a constant of the network. Of one layer it is exact,
 * but for what is said of Gaussian inputs. Of several it is the variational one, minus the bound on the log-likelihood
 * of Hinton, Osindero and Teh (2006, section 4), with q the way up:
 *
 * <pre>
 * F(v) = E_q[ F*(h_n) + sum over the layers below the memory of log q(h_i | h_i-1) - log p(h_i-1 | h_i) ],   h_0 = v
 * -F(v) - log Z* &lt;= log p(v)
 * </pre>
 *
 * with F* and Z* of the memory, its hidden and label units summed out, p by the generative and q by the recognition
 * weights. Below a tied layer that the rest of the network agrees with, the two sides are equal.
 * <p>
 * Machines learn as if Gaussian inputs scattered by 1 around what is expected of them. Where it was measured that they
 * scatter by s ({@link DeepBeliefNetwork#residualDeviations}), p(v | h) is the normal distribution of that width, so
 * that inputs which the network knows well count for more, and what it does not know for less:
 *
 * <pre>
 * F(v) + sum over i of (1 / s_i^2 - 1) r_i / 2 + log s_i,   r of {@link InputResiduals}
 * </pre>
 *
 * This is the bound of the directed network below whose lowest hidden units the memory or the layers above are the
 * prior that they were, of one layer too.
 * <p>
 * The expectation is the mean over {@value #SAMPLES} samples after their {@link LinearPart}s are taken out. All rows
 * draw by the same random numbers, so that a row's energy is that of its values, wherever it stands. Rectified linear
 * units are samples of their infinite copies only in approximation, and so is the bound.
 * <p>
 * Units that cannot be below 0 or above 1 count as being at the edge, and as far out as they are: with the energy of
 * the distance in the largest standard deviation that such a unit can have, 1/2. So the energy grows far out for these
 * too, where a machine's own would fall without end.
 */
final class NetworkFreeEnergy {

    static final int SAMPLES = 5;

    private static final int STREAM = 0xFE;

    private static final double LARGEST_DEVIATION = 0.5;

    private final Compute compute;

    private final long seed;

    private final List<DirectedLevel> layers = new ArrayList<>();

    private final MemoryFreeEnergy memory;

    /** One a level below the memory; null where the means of the samples are not known, and of senses side by side. */
    private final LinearPart[] linear;

    /** Null where they were not measured. */
    private final InputResiduals residuals;

    /** 1 / s^2 - 1, one a visible unit. */
    private final double[] weights;

    private final double logDeviations;

    private final RandomRows random;

    private final float[] lowest;

    private final float[] highest;

    private final float[][] inside;

    private final RowWriter toInside = this::moveInside;

    private final RowReader ofInside;

    private final FloatMatrix units;

    private final double[] energies;

    private final double[] outside;

    /**
     * @param seed of the samples
     * @param batchRows the most rows of a batch
     */
    NetworkFreeEnergy(final Compute compute, final DeepBeliefNetwork network, final long seed, final int batchRows) {
        this.compute = compute;
        this.seed = seed;
        final List<Level> all = network.levels();
        memory = new MemoryFreeEnergy(compute, network, batchRows);
        linear = new LinearPart[all.size() - 1];
        for (int n = 0; n < linear.length; n++) {
            if (all.get(n) instanceof SideBySide senses) {
                layers.add(new DirectedSenses(compute, senses, batchRows));
                continue;
            }
            final int number = n - network.senseLevels();
            final DenseLayer layer = network.layers().get(number).dense();
            final DirectedLayer directed = new DirectedLayer(compute, layer, batchRows);
            layers.add(directed);
            linear[n] = layer.hiddenType().statisticsFromSamples() ? null
                : new LinearPart(compute, network, number, directed, memory, batchRows);
        }
        final float[] deviations = network.residualDeviations();
        residuals = network.structure().measuredResiduals() && InputResiduals.known(network)
            ? new InputResiduals(compute, network, batchRows) : null;
        weights = new double[deviations.length];
        double logarithms = 0;
        for (int i = 0; i < deviations.length; i++) {
            weights[i] = 1 / ((double)deviations[i] * deviations[i]) - 1;
            logarithms += Math.log(deviations[i]);
        }
        logDeviations = logarithms;
        random = RandomRows.numbered(new long[batchRows]);
        final int visible = all.get(0).visibleUnits();
        lowest = new float[visible];
        highest = new float[visible];
        int unit = 0;
        for (final UnitGroup group : all.get(0).visibleGroups()) {
            for (final int end = unit + group.size(); unit < end; unit++) {
                lowest[unit] = group.type().bounded() ? 0 : -Float.MAX_VALUE;
                highest[unit] = group.type().bounded() ? 1 : Float.MAX_VALUE;
            }
        }
        inside = new float[batchRows][visible];
        ofInside = RowReader.of(inside);
        units = compute.zeros(batchRows, visible);
        energies = new double[batchRows];
        outside = new double[batchRows];
    }

    /**
     * @param rowsOfUnits rows x visible units of the network, none of them missing
     * @param between called between the samples, to stop by an exception
     */
    void infer(final FloatMatrix rowsOfUnits, final int rows, final Runnable between) {
        Arrays.fill(energies, 0, rows, 0);
        Arrays.fill(outside, 0, rows, 0);
        compute.read(rowsOfUnits, rows, toInside);
        compute.fill(units, rows, ofInside);
        if (layers.isEmpty()) {
            addMemory(units, rows);
        } else {
            addSamples(rows, between);
        }
        if (residuals != null) {
            addResiduals(rows);
        }
    }

    private void addSamples(final int rows, final Runnable between) {
        see(0, units, rows);
        for (int sample = 0; sample < SAMPLES; sample++) {
            between.run();
            addSample(CounterRandom.key(seed, STREAM, sample), rows);
        }
        for (int row = 0; row < rows; row++) {
            energies[row] /= SAMPLES;
        }
    }

    private void see(final int number, final FloatMatrix visible, final int rows) {
        layers.get(number).see(visible, rows);
        if (linear[number] != null) {
            linear[number].prepare(rows);
        }
    }

    private void addSample(final long key, final int rows) {
        FloatMatrix hidden = null;
        for (int n = 0; n < linear.length; n++) {
            if (n > 0) {
                see(n, hidden, rows);
            }
            hidden = layers.get(n).draw(rows, random.key(CounterRandom.subKey(key, n)));
            layers.get(n).addTo(energies, rows);
            if (linear[n] != null) {
                linear[n].addTo(energies, hidden, rows);
            }
        }
        addMemory(hidden, rows);
    }

    private void addMemory(final FloatMatrix visible, final int rows) {
        memory.infer(visible, rows, null);
        for (int row = 0; row < rows; row++) {
            energies[row] += memory.freeEnergy(row);
        }
    }

    private void addResiduals(final int rows) {
        residuals.infer(units, rows);
        for (int row = 0; row < rows; row++) {
            double sum = logDeviations;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] == 0 ? 0 : weights[i] * residuals.square(row, i) / 2;
            }
            energies[row] += sum;
        }
    }

    private void moveInside(final int row, final int first, final float[] values, final int length) {
        double squares = 0;
        for (int i = 0; i < length; i++) {
            final float moved = Math.min(Math.max(values[i], lowest[first + i]), highest[first + i]);
            final double distance = ((double)values[i] - moved) / LARGEST_DEVIATION;
            inside[row][first + i] = moved;
            squares += distance * distance;
        }
        outside[row] += squares / 2;
    }

    /** F(v) of a row of the last batch. */
    double freeEnergy(final int row) {
        return energies[row] + outside[row];
    }
}
