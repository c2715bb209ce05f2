// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.AutoencoderLayer;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * The weights and biases of a tied layer while it learns. Gaussian visible units are in units of their standard
 * deviations, which are 1 unless they are learned.
 */
final class LayerParameters implements AutoCloseable {

    private static final int INITIAL_WEIGHTS = 1;

    final List<UnitGroup> visibleGroups;

    final UnitLayout visible;

    final UnitLayout hidden;

    final UnitType hiddenType;

    final FloatMatrix weights;

    final FloatMatrix increments;

    final FloatMatrix visibleBiases;

    final FloatMatrix hiddenBiases;

    final FloatMatrix visibleIncrements;

    final FloatMatrix hiddenIncrements;

    final FloatMatrix standardDeviations;

    private boolean handedOver;

    /**
     * Small random weights, visible biases that give each unit its mean, hidden biases of 0 (or, where a sparse
     * activation of Bernoulli units is wanted, those that give it).
     *
     * @param means the visible units' means over the training rows
     */
    LayerParameters(final List<UnitGroup> visibleGroups, final LayerSettings settings, final double weightSize,
        final double[] means, final long seed) {
        this.visibleGroups = List.copyOf(visibleGroups);
        visible = UnitGroup.layout(visibleGroups);
        hidden = settings.hiddenType().layout(settings.units());
        hiddenType = settings.hiddenType();
        weights = FloatMatrix.zeros(visible.units(), hidden.units());
        increments = FloatMatrix.zeros(visible.units(), hidden.units());
        visibleBiases = FloatMatrix.of(1, visible.units(), UnitGroup.initialBiases(visibleGroups, means));
        hiddenBiases = FloatMatrix.zeros(1, hidden.units());
        visibleIncrements = FloatMatrix.zeros(1, visible.units());
        hiddenIncrements = FloatMatrix.zeros(1, hidden.units());
        standardDeviations = FloatMatrix.zeros(1, visible.units());
        standardDeviations.fill(1f);
        fillGaussian(weights, weightSize, CounterRandom.key(seed, INITIAL_WEIGHTS, 0));
    }

    static void fillGaussian(final FloatMatrix matrix, final double size, final long key) {
        float[] row = new float[matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float)size * CounterRandom.gaussian(key, i, j);
            }
            matrix.writeRow(i, row);
        }
    }

    Propagation up(final Compute compute) {
        return compute.propagation(weights, false, hidden, hiddenBiases);
    }

    Propagation down(final Compute compute) {
        return compute.propagation(weights, true, visible, visibleBiases);
    }

    double weightNorm() {
        double sum = 0;
        float[] row = new float[weights.columns()];
        for (int i = 0; i < weights.rows(); i++) {
            weights.readRow(i, row);
            double rowSum = 0;
            for (float weight : row) {
                rowSum += weight * weight;
            }
            sum += rowSum;
        }
        return Math.sqrt(sum / ((double)weights.rows() * weights.columns()));
    }

    /**
     * The layer in the units of the data: with standard deviation s of a visible unit, W = s W' and b = s b' for the
     * W' and b' learned here, so that up is f(v / s^2 W + c) and down is h W^T + b. It takes the matrix of the weights
     * over, since a wide layer's is most of the memory, and the increments are freed: nothing can be learned after.
     */
    DenseLayer layer(final LayerMethod method) {
        increments.close();
        handedOver = true;
        float[] biases = visibleBiases.toArray();
        float[] deviations = standardDeviations.toArray();
        float[] row = new float[weights.columns()];
        for (int i = 0; i < biases.length; i++) {
            if (deviations[i] != 1f) {
                biases[i] *= deviations[i];
                weights.readRow(i, row);
                for (int j = 0; j < row.length; j++) {
                    row[j] *= deviations[i];
                }
                weights.writeRow(i, row);
            }
        }
        return method == LayerMethod.AUTOENCODER
            ? new AutoencoderLayer(visibleGroups, hiddenType, weights, hiddenBiases.toArray(), weights, biases,
                deviations)
            : new BoltzmannLayer(visibleGroups, hiddenType, weights, hiddenBiases.toArray(), weights, biases,
                deviations);
    }

    @Override
    public void close() {
        if (!handedOver) {
            weights.close();
        }
        increments.close();
        visibleBiases.close();
        hiddenBiases.close();
        visibleIncrements.close();
        hiddenIncrements.close();
        standardDeviations.close();
    }
}
