// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.ClassEvidence;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.FreeEnergy;
import org.deepbelief.engine.units.UnitGroup;

/**
 * The free energy of the associative memory given its visible units, and how probable each class is to its label units:
 * exact, with each label unit on in turn, p(class | v) = exp(-F(v, class)) / sum of exp(-F(v, other)).
 */
final class MemoryFreeEnergy implements RowKernel {

    private final Compute compute;

    private final List<UnitGroup> visibleGroups;

    private final FloatMatrix upwardWeights;

    private final float[] visibleBiases;

    private final float[] hiddenBiases;

    private final float[] deviations;

    /** Of a single class without label units. */
    private final ClassEvidence evidence;

    private final float[] labelBiases;

    private final FloatMatrix inputs;

    private final double[] freeEnergies;

    private FloatMatrix visible;

    private FloatMatrix probabilities;

    MemoryFreeEnergy(final Compute compute, final DeepBeliefNetwork network, final int batchRows) {
        final AssociativeMemory memory = network.memory();
        final Layer last = network.lastLayer();
        this.compute = compute;
        visibleGroups = last.visibleGroups();
        upwardWeights = network.machine().upwardWeights(compute);
        visibleBiases = memory.visibleBiases();
        hiddenBiases = memory.hiddenBiases();
        deviations = last.visibleStandardDeviations();
        final int hidden = last.hiddenUnits();
        labelBiases = memory.labels().map(LabelUnits::biases).orElse(new float[1]);
        evidence = new ClassEvidence(last.hiddenType(), labelBiases.length, hidden);
        memory.labels().map(LabelUnits::weights).ifPresent(evidence::read);
        inputs = compute.zeros(batchRows, hidden);
        freeEnergies = new double[batchRows];
    }

    /**
     * @param units the memory's visible units
     * @param classProbabilities receives the probabilities, rows x classes; null if they are not wanted
     */
    void infer(final FloatMatrix units, final int rows, final FloatMatrix classProbabilities) {
        compute.product(1, units, rows, upwardWeights, false, 0, inputs);
        visible = units;
        probabilities = classProbabilities;
        compute.overRows(rows, this);
    }

    /** F(v) of a row of the last batch, label units summed out; in nats, up to a constant of the network. */
    double freeEnergy(final int row) {
        return freeEnergies[row];
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        final int hidden = hiddenBiases.length;
        final float[] input = new float[hidden];
        final float[] units = new float[visibleBiases.length];
        final double[] totals = new double[hidden];
        final double[] energies = new double[labelBiases.length];
        for (int row = from; row < to; row++) {
            inputs.readRow(row, input);
            for (int j = 0; j < hidden; j++) {
                totals[j] = input[j] + hiddenBiases[j];
            }
            evidence.sum(totals, energies);
            for (int c = 0; c < energies.length; c++) {
                energies[c] += labelBiases[c];
            }
            final double logSum = FreeEnergy.logSumExp(energies, energies.length);
            for (int c = 0; probabilities != null && c < energies.length; c++) {
                probabilities.set(row, c, (float)Math.exp(energies[c] - logSum));
            }
            visible.readRow(row, units);
            freeEnergies[row] =
                FreeEnergy.ofVisible(visibleGroups, units, visibleBiases, deviations) - logSum;
        }
    }
}
