// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.UnitGroup;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.math.UnitType;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerMethod;

/**
 * The weights and biases of a tied layer while it learns. Gaussian visible units are in units of their standard
 * deviations, which are 1 unless they are learned.
 */
final class LayerParameters implements AutoCloseable {

    private static final double SMALLEST_PROBABILITY = 0.001;

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
     * Small random weights, visible biases that give each unit its mean, hidden biases of 0.
     *
     * @param input what the layer reads
     */
    LayerParameters(final Compute compute, final LayerInput input, final HiddenUnits units, final double weightSize,
        final long seed) {
        visible = UnitLayout.of(input.groups());
        hidden = UnitLayout.of(units.type(), units.count());
        hiddenType = units.type();
        increments = compute.zeros(visible.units(), hidden.units());
        visibleBiases = compute.vector(biases(input.groups(), input.means()));
        hiddenBiases = compute.zeros(1, hidden.units());
        visibleIncrements = compute.zeros(1, visible.units());
        hiddenIncrements = compute.zeros(1, hidden.units());
        standardDeviations = compute.zeros(1, visible.units());
        standardDeviations.fill(1f);
        weights = FloatMatrix.zeros(visible.units(), hidden.units());
        fillGaussian(weights, weightSize, RandomStream.INITIAL_WEIGHTS.key(seed, 0));
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

    private static float[] biases(final List<UnitGroup> groups, final double[] means) {
        float[] biases = new float[means.length];
        int unit = 0;
        for (UnitGroup group : groups) {
            for (int end = unit + group.size(); unit < end; unit++) {
                biases[unit] = switch (group.type()) {
                    case BERNOULLI -> logOdds(means[unit]);
                    case SOFTMAX -> (float)Math.log(Math.max(means[unit], SMALLEST_PROBABILITY));
                    case GAUSSIAN -> (float)means[unit];
                    case RECTIFIED_LINEAR -> (float)Math.max(means[unit], 0);
                };
            }
        }
        return biases;
    }

    /** log(p / (1 - p)); probabilities are kept off 0 and 1, where it is infinite. */
    private static float logOdds(final double probability) {
        double p = Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
        return (float)Math.log(p / (1 - p));
    }

    Propagation up(final Compute compute) {
        return compute.propagation(weights, false, hidden, hiddenBiases);
    }

    Propagation down(final Compute compute) {
        return compute.propagation(weights, true, visible, visibleBiases);
    }

    /** By momentum and the sums over a batch; {@code scale} is the learning rate divided by the rows. */
    void moveBiases(final Compute compute, final FloatMatrix visibleSums, final FloatMatrix hiddenSums,
        final float momentum, final float scale) {
        compute.moveBiases(visibleBiases, visibleIncrements, visibleSums, momentum, scale);
        compute.moveBiases(hiddenBiases, hiddenIncrements, hiddenSums, momentum, scale);
    }

    double weightNorm(final Compute compute) {
        return Math.sqrt(compute.sumOfSquares(weights) / ((double)weights.rows() * weights.columns()));
    }

    void addTo(final LearnerState state) {
        state.parameter("weights", weights).parameter("visibleBiases", visibleBiases)
            .parameter("hiddenBiases", hiddenBiases).parameter("standardDeviations", standardDeviations)
            .mean("increments", increments).mean("visibleIncrements", visibleIncrements)
            .mean("hiddenIncrements", hiddenIncrements);
    }

    /**
     * The layer in the units of the data: with standard deviation s of a visible unit, W = s W' and b = s b' for the
     * W' and b' learned here, so that up is f(v / s^2 W + c) and down is h W^T + b. It takes the matrix of the weights
     * over, since a wide layer's is most of the memory: nothing can be learned after.
     */
    Layer layer(final LayerMethod method) {
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
        return new Layer(method, visible.groups(), hiddenType, weights, hiddenBiases.toArray(), weights,
            biases, deviations);
    }

    /** Frees the weights, unless a layer has taken them over; all else is the compute's. */
    @Override
    public void close() {
        if (!handedOver) {
            weights.close();
        }
    }
}
