// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * How far the Gaussian inputs v of rows are from what the lowest hidden units h lead to expect, in squares and in the
 * layer's standard deviations:
 *
 * <pre>
 * r_i = E_q (v_i - m_i(h))^2 = (v_i - m_i(p))^2 + sum over j of G_ij^2 p_j (1 - p_j)
 * </pre>
 *
 * with q(h | v) the way up, p its means, m the way down and G its weights. Of binary hidden units, which are
 * independent of each other under q, this is exact. Of a network of one layer both ways are the associative memory's.
 */
public final class InputResiduals {

    private final Compute compute;

    private final DenseLayer layer;

    /** 1 x visible units; null where all are 1. */
    private final FloatMatrix deviations;

    private final Propagation hiddenUnits;

    private final Propagation visibleUnits;

    /** Visible x hidden. */
    private final FloatMatrix squaredWeights;

    private final FloatMatrix visible;

    private final FloatMatrix hidden;

    private final FloatMatrix differences;

    private final FloatMatrix variances;

    private final float[][] means;

    private final float[][] hostDifferences;

    private final float[][] hostVariances;

    private final RowReader hiddenVariances = this::readVariances;

    /**
     * @param network whose residuals {@linkplain #known are known}
     * @param batchRows the most rows of a batch
     */
    public InputResiduals(final Compute compute, final DeepBeliefNetwork network, final int batchRows) {
        this.compute = compute;
        final DenseLayer lowest = network.layers().size() == 1 ? network.machine() : network.layers().get(0).dense();
        deviations = lowest.standard() ? null : compute.vector(lowest.visibleStandardDeviations());
        layer = lowest.standardised(compute);
        hiddenUnits = compute.propagation(layer.hiddenType().layout(layer.hiddenUnits()),
            compute.vector(layer.hiddenBiases()));
        visibleUnits = compute.propagation(UnitGroup.layout(layer.visibleGroups()),
            compute.vector(layer.visibleBiases()));
        squaredWeights = compute.zeros(layer.visibleUnits(), layer.hiddenUnits());
        compute.fill(squaredWeights, layer.visibleUnits(), this::readSquares);
        visible = compute.zeros(batchRows, layer.visibleUnits());
        hidden = compute.zeros(batchRows, layer.hiddenUnits());
        differences = compute.zeros(batchRows, layer.visibleUnits());
        variances = compute.zeros(batchRows, layer.visibleUnits());
        means = new float[batchRows][layer.hiddenUnits()];
        hostDifferences = new float[batchRows][layer.visibleUnits()];
        hostVariances = new float[batchRows][layer.visibleUnits()];
    }

    /**
     * Whether a network has Gaussian inputs and what is above them can be summed out: one sense, binary hidden units,
     * no rows before each, and no label units beside the inputs.
     */
    public static boolean known(final DeepBeliefNetwork network) {
        final Layer lowest = network.layers().get(0);
        return network.senses().size() == 1 && !network.structure().temporal() && lowest.hiddenType().binary()
            && lowest.visibleGroups().stream().anyMatch(group -> group.type() == UnitType.gaussian())
            && (network.layers().size() > 1 || network.memory().labels().isEmpty());
    }

    private void readSquares(final int row, final int first, final float[] target, final int length) {
        layer.generativeWeights().readRow(row, first, target, 0, length);
        for (int j = 0; j < length; j++) {
            target[j] *= target[j];
        }
    }

    /** @param rowsOfUnits rows x visible units, none of them missing */
    public void infer(final FloatMatrix rowsOfUnits, final int rows) {
        compute.copyRows(rowsOfUnits, rows, visible);
        if (deviations != null) {
            compute.divideColumns(visible, rows, deviations);
        }
        // Products of float32 whatever the precision: deviations may be a hundredth of what they are measured in.
        compute.product(1, visible, rows, layer.recognitionWeights(), false, 0, hidden);
        hiddenUnits.expect(hidden, rows, hidden);
        compute.product(1, hidden, rows, layer.generativeWeights(), true, 0, variances);
        visibleUnits.residual(variances, rows, visible, differences);
        compute.read(hidden, rows, means, 0);
        compute.fill(hidden, rows, hiddenVariances);
        compute.product(1, hidden, rows, squaredWeights, true, 0, variances);
        compute.read(differences, rows, hostDifferences, 0);
        compute.read(variances, rows, hostVariances, 0);
    }

    private void readVariances(final int row, final int first, final float[] target, final int length) {
        for (int i = 0; i < length; i++) {
            final float mean = means[row][first + i];
            target[i] = mean * (1 - mean);
        }
    }

    /** r of a unit in a row of the last batch. */
    public double square(final int row, final int unit) {
        final double difference = hostDifferences[row][unit];
        return difference * difference + hostVariances[row][unit];
    }
}
