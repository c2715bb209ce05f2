// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * The weights and biases of a tied layer while it learns. Gaussian visible units are in units of their standard
 * deviations, which are 1 unless they are learned.
 */
final class LayerParameters implements AutoCloseable {

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
     * Small random weights, visible biases that give each unit its mean, hidden biases of 0.
     *
     * @param input what the layer reads
     */
    LayerParameters(final Compute compute, final LayerInput input, final HiddenUnits units, final double weightSize,
        final long seed) {
        visibleGroups = List.copyOf(input.groups());
        visible = UnitGroup.layout(visibleGroups);
        hidden = units.type().layout(units.count());
        hiddenType = units.type();
        increments = compute.zeros(visible.units(), hidden.units());
        visibleBiases = compute.vector(UnitGroup.initialBiases(visibleGroups, input.means()));
        hiddenBiases = compute.zeros(1, hidden.units());
        visibleIncrements = compute.zeros(1, visible.units());
        hiddenIncrements = compute.zeros(1, hidden.units());
        standardDeviations = compute.zeros(1, visible.units());
        standardDeviations.fill(1f);
        weights = FloatMatrix.zeros(visible.units(), hidden.units());
        compute.fillGaussian(weights, (float)weightSize,
            RandomRows.byPlace().key(RandomStream.INITIAL_WEIGHTS.key(seed, 0)));
    }

    /** Becomes those of a tied layer that has learned before. */
    void set(final DenseLayer layer, final Compute compute) {
        try (Compute part = compute.part()) {
            final DenseLayer standardised = layer.standardised(part);
            weights.copyFrom(standardised.recognitionWeights());
            visibleBiases.write(standardised.visibleBiases());
            hiddenBiases.write(standardised.hiddenBiases());
            standardDeviations.write(layer.visibleStandardDeviations());
        }
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
            .parameter("hiddenBiases", hiddenBiases).scale("standardDeviations", standardDeviations)
            .mean("increments", increments).mean("visibleIncrements", visibleIncrements)
            .mean("hiddenIncrements", hiddenIncrements);
    }

    /**
     * The layer in the units of the data: with standard deviation s of a visible unit, W = s W' and b = s b' for the
     * W' and b' learned here, so that up is f(v / s^2 W + c) and down is h W^T + b. It takes the matrix of the weights
     * over, since a wide layer's is most of the memory: nothing can be learned after.
     */
    DenseLayer layer(final Compute compute, final Kind kind) {
        handedOver = true;
        float[] biases = visibleBiases.toArray();
        float[] deviations = standardDeviations.toArray();
        for (int i = 0; i < biases.length; i++) {
            biases[i] *= deviations[i];
        }
        compute.multiplyRows(weights, standardDeviations);
        return kind.layer(visibleGroups, hiddenType, weights, hiddenBiases.toArray(), weights, biases, deviations);
    }

    /** The matrix of the weights, which whoever takes it changes as a layer wants it: nothing can be learned after. */
    FloatMatrix handOver() {
        handedOver = true;
        return weights;
    }

    /** Makes a layer of a kind. */
    @FunctionalInterface
    interface Kind {

        /** See the constructor of {@link DenseLayer}. */
        DenseLayer layer(List<UnitGroup> visibleGroups, UnitType hiddenType, FloatMatrix recognition,
            float[] hiddenBiases, FloatMatrix generation, float[] visibleBiases, float[] deviations);
    }

    /** Frees the weights, unless a layer has taken them over; all else is the compute's. */
    @Override
    public void close() {
        if (!handedOver) {
            weights.close();
        }
    }
}
