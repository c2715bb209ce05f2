// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LabelPosterior;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.FreeEnergy;
import org.deepbelief.engine.units.UnitGroup;

/**
 * The free energy of the associative memory given its visible units, and how probable each class is to its label units:
 * exact, with each label unit on in turn, p(class | v) = exp(-F(v, class)) / sum of exp(-F(v, other)).
 */
final class MemoryFreeEnergy {

    private final Compute compute;

    private final List<UnitGroup> visibleGroups;

    private final FloatMatrix upwardWeights;

    private final float[] visibleBiases;

    private final float[] deviations;

    /** Of a single class without label units. */
    private final LabelPosterior posterior;

    private final FloatMatrix inputs;

    private final double[] freeEnergies;

    /** The units of a row of a thread, until they are all there. */
    private final ThreadLocal<float[]> row;

    MemoryFreeEnergy(final Compute compute, final DeepBeliefNetwork network, final int batchRows) {
        final AssociativeMemory memory = network.memory();
        final Layer last = network.lastLayer();
        this.compute = compute;
        visibleGroups = last.visibleGroups();
        upwardWeights = network.machine().upwardWeights(compute);
        visibleBiases = memory.visibleBiases();
        deviations = last.visibleStandardDeviations();
        final int hidden = last.hiddenUnits();
        final FloatMatrix labelWeights = memory.labels().map(LabelUnits::weights).orElseGet(
            () -> compute.zeros(1, hidden));
        posterior = compute.labelPosterior(last.hiddenType().activation(), last.hiddenType()::logSum,
            compute.vector(memory.hiddenBiases()), labelWeights,
            compute.vector(memory.labels().map(LabelUnits::biases).orElse(new float[1])), batchRows);
        row = ThreadLocal.withInitial(() -> new float[last.visibleUnits()]);
        inputs = compute.zeros(batchRows, hidden);
        freeEnergies = new double[batchRows];
    }

    /**
     * @param units the memory's visible units
     * @param classProbabilities receives the probabilities, rows x classes; null if they are not wanted
     */
    void infer(final FloatMatrix units, final int rows, final FloatMatrix classProbabilities) {
        compute.product(1, units, rows, upwardWeights, false, 0, inputs);
        posterior.infer(inputs, rows, classProbabilities, freeEnergies);
        compute.read(units, rows, this::addVisible);
    }

    /** F(v) of a row of the last batch, label units summed out; in nats, up to a constant of the network. */
    double freeEnergy(final int row) {
        return freeEnergies[row];
    }

    /** Turns the logarithm of the sum over the hidden and label units into the free energy. */
    private void addVisible(final int number, final int first, final float[] values, final int length) {
        final float[] units = row.get();
        System.arraycopy(values, 0, units, first, length);
        if (first + length == units.length) {
            freeEnergies[number] = FreeEnergy.ofVisible(visibleGroups, units, visibleBiases, deviations)
                - freeEnergies[number];
        }
    }
}
