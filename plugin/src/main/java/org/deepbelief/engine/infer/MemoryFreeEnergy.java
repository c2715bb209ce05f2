// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;
import org.deepbelief.engine.math.UnitGroup;
import org.deepbelief.engine.math.UnitType;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.FreeEnergy;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;

/**
 * The free energy of the associative memory given its visible units, and how probable each class is to its label units:
 * exact, with each label unit on in turn, p(class | v) = exp(-F(v, class)) / sum of exp(-F(v, other)).
 */
final class MemoryFreeEnergy implements RowKernel {

    /** The product of two powers of e up to this, and of what has been multiplied before, stays a finite double. */
    private static final double LARGEST_EXPONENT = 300;

    private static final double LARGEST_PRODUCT = 1e40;

    private final Compute compute;

    private final UnitType hiddenType;

    private final List<UnitGroup> visibleGroups;

    private final FloatMatrix upwardWeights;

    private final float[] visibleBiases;

    private final float[] hiddenBiases;

    private final float[] deviations;

    /** One row a class; a single row of zeros without label units. */
    private final float[][] labelWeights;

    private final float[] labelBiases;

    /** e to the label weights where all are small enough to be multiplied, else null. */
    private final double[][] labelFactors;

    private final FloatMatrix inputs;

    private final double[] freeEnergies;

    private FloatMatrix visible;

    private FloatMatrix probabilities;

    MemoryFreeEnergy(final Compute compute, final DeepBeliefNetwork network, final int batchRows) {
        final AssociativeMemory memory = network.memory();
        final Layer last = network.lastLayer();
        this.compute = compute;
        hiddenType = last.hiddenType();
        visibleGroups = last.visibleGroups();
        upwardWeights = last.withRecognition(memory.weights(), memory.hiddenBiases()).upwardWeights(compute);
        visibleBiases = memory.visibleBiases();
        hiddenBiases = memory.hiddenBiases();
        deviations = last.visibleStandardDeviations();
        final int hidden = last.hiddenUnits();
        if (memory.labels().isPresent()) {
            final LabelUnits labels = memory.labels().get();
            labelWeights = new float[labels.target().size()][hidden];
            for (int c = 0; c < labelWeights.length; c++) {
                labels.weights().readRow(c, labelWeights[c]);
            }
            labelBiases = labels.biases();
        } else {
            labelWeights = new float[1][hidden];
            labelBiases = new float[1];
        }
        labelFactors = hiddenType == UnitType.BERNOULLI ? factors(labelWeights) : null;
        inputs = compute.zeros(batchRows, hidden);
        freeEnergies = new double[batchRows];
    }

    private static double[][] factors(final float[][] weights) {
        final double[][] factors = new double[weights.length][weights[0].length];
        for (int c = 0; c < factors.length; c++) {
            for (int j = 0; j < factors[c].length; j++) {
                if (!(Math.abs(weights[c][j]) < LARGEST_EXPONENT)) {
                    return null;
                }
                factors[c][j] = Math.exp(weights[c][j]);
            }
        }
        return factors;
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
        final double[] powers = new double[hidden];
        final double[] energies = new double[labelWeights.length];
        for (int row = from; row < to; row++) {
            inputs.readRow(row, input);
            boolean small = labelFactors != null;
            for (int j = 0; j < hidden; j++) {
                input[j] += hiddenBiases[j];
                small &= Math.abs(input[j]) < LARGEST_EXPONENT;
            }
            for (int j = 0; j < hidden && small; j++) {
                powers[j] = Math.exp(input[j]);
            }
            for (int c = 0; c < energies.length; c++) {
                energies[c] = labelBiases[c]
                    + (small ? logOfProduct(powers, labelFactors[c]) : sumOverHidden(input, labelWeights[c]));
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

    private double sumOverHidden(final float[] input, final float[] weights) {
        double sum = 0;
        for (int j = 0; j < input.length; j++) {
            sum += FreeEnergy.ofHidden(hiddenType, (double)input[j] + weights[j]);
        }
        return sum;
    }

    /** The sum of log(1 + e^(x + u)) over Bernoulli units, with one logarithm for many units and no exponential. */
    private static double logOfProduct(final double[] powers, final double[] factors) {
        double sum = 0;
        double product = 1;
        for (int j = 0; j < powers.length; j++) {
            product *= 1 + powers[j] * factors[j];
            if (product > LARGEST_PRODUCT) {
                sum += Math.log(product);
                product = 1;
            }
        }
        return sum + Math.log(product);
    }
}
