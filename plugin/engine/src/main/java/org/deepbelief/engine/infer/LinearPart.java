// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RowWriter;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * What depends on the hidden units h of a layer to first order around their means m under q(h | v): a control variate
 * (Glasserman 2003, section 4.1) of log p(v | h) + log p(h) - log q(h | v). Its mean is known, 0, so that taking it
 * from the samples leaves their mean as it is and most of their scatter out; what is linear comes out exact.
 *
 * <pre>
 * c (h - m),   c = (v - E[v | m]) G + d log p(m) / dh - d log q(m | v) / dh
 * </pre>
 *
 * with G the generative weights and log p(h) by what the next layer up, or the memory, expects of h when it sees m.
 */
final class LinearPart {

    private final Compute compute;

    private final DirectedLayer layer;

    private final DenseLayer lower;

    private final DenseLayer upper;

    private final UnitType[] hiddenTypes;

    private final UnitType hiddenType;

    private final float[] hiddenBiases;

    private final float[] upperBiases;

    private final float[] upperDeviations;

    private final Propagation down;

    private final Propagation up;

    private final MemoryFreeEnergy memory;

    /** Null where there are no label units, or the next layer is not the memory. */
    private final FloatMatrix labels;

    private final FloatMatrix residuals;

    private final FloatMatrix means;

    private final FloatMatrix slopes;

    private final FloatMatrix upperVisible;

    private final FloatMatrix upperDivisors;

    private final FloatMatrix upperHidden;

    private final FloatMatrix inputsFromAbove;

    private final float[][] hostMeans;

    private final float[][] hostInputs;

    private final float[][] hostFromAbove;

    private final float[][] coefficients;

    private final RowWriter setCoefficients = this::setCoefficients;

    private final RowWriter addRow = this::addRow;

    private double[] sums;

    /**
     * @param number of the layer among those that all senses have in common, the lowest is 0
     * @param layer the layer
     * @param memory of the network
     * @param batchRows the most rows of a batch
     */
    LinearPart(final Compute compute, final DeepBeliefNetwork network, final int number,
        final DirectedLayer layer, final MemoryFreeEnergy memory, final int batchRows) {
        this.compute = compute;
        this.layer = layer;
        this.memory = memory;
        final List<Layer> layers = network.layers();
        final boolean belowMemory = layers.size() == number + 2;
        final DenseLayer above = belowMemory ? network.machine() : layers.get(number + 1).dense();
        lower = layers.get(number).dense().standardised(compute);
        upper = above.standardised(compute);
        upperDeviations = above.visibleStandardDeviations();
        upperDivisors = compute.vector(upperDeviations);
        upperBiases = upper.visibleBiases();
        hiddenType = lower.hiddenType();
        hiddenBiases = lower.hiddenBiases();
        hiddenTypes = types(upper.visibleGroups(), hiddenBiases.length);
        down = compute.propagation(lower.generativeWeights(), true, UnitGroup.layout(lower.visibleGroups()),
            compute.vector(lower.visibleBiases()));
        final Optional<LabelUnits> ofMemory = belowMemory ? network.memory().labels() : Optional.empty();
        labels = ofMemory.map(units -> compute.zeros(batchRows, units.target().size())).orElse(null);
        up = compute.propagation(upper.recognitionWeights(), false, upper.hiddenType().layout(upper.hiddenUnits()),
            compute.vector(upper.hiddenBiases()), labels, ofMemory.map(LabelUnits::weights).orElse(null));
        residuals = compute.zeros(batchRows, lower.visibleUnits());
        means = compute.zeros(batchRows, lower.hiddenUnits());
        slopes = compute.zeros(batchRows, lower.hiddenUnits());
        upperVisible = compute.zeros(batchRows, lower.hiddenUnits());
        upperHidden = compute.zeros(batchRows, upper.hiddenUnits());
        inputsFromAbove = compute.zeros(batchRows, lower.hiddenUnits());
        hostMeans = new float[batchRows][hiddenBiases.length];
        hostInputs = new float[batchRows][hiddenBiases.length];
        hostFromAbove = new float[batchRows][hiddenBiases.length];
        coefficients = new float[batchRows][hiddenBiases.length];
    }

    private static UnitType[] types(final List<UnitGroup> groups, final int units) {
        final UnitType[] types = new UnitType[units];
        int unit = 0;
        for (final UnitGroup group : groups) {
            for (final int end = unit + group.size(); unit < end; unit++) {
                types[unit] = group.type();
            }
        }
        return types;
    }

    /** Finds the linear part for the rows that the layer sees. */
    void prepare(final int rows) {
        layer.expect(rows, means);
        down.residual(means, rows, layer.visible(), residuals);
        compute.product(1, residuals, rows, lower.generativeWeights(), false, 0, slopes);
        if (labels != null) {
            memory.infer(means, rows, labels);
        }
        compute.copyRows(means, rows, upperVisible);
        compute.divideColumns(upperVisible, rows, upperDivisors);
        up.expect(upperVisible, rows, upperHidden);
        compute.product(1, upperHidden, rows, upper.generativeWeights(), true, 0, inputsFromAbove);
        compute.read(means, rows, hostMeans, 0);
        compute.read(layer.hiddenInputs(), rows, hostInputs, 0);
        compute.read(inputsFromAbove, rows, hostFromAbove, 0);
        compute.read(slopes, rows, setCoefficients);
    }

    private void setCoefficients(final int row, final int start, final float[] block, final int length) {
        for (int i = 0; i < length; i++) {
            final int j = start + i;
            final double mean = hostMeans[row][j];
            final double deviation = upperDeviations[j];
            coefficients[row][j] = (float)(block[i]
                + slope(hiddenTypes[j], mean, (double)hostFromAbove[row][j] + upperBiases[j], deviation)
                - slope(hiddenType, mean, (double)hostInputs[row][j] + hiddenBiases[j], 1));
        }
    }

    /** The derivative of minus the energy, which is at most quadratic: the difference over a width of 1 is exact. */
    private static double slope(final UnitType type, final double value, final double input, final double deviation) {
        return type.energy((value - 0.5) / deviation, input, 1) - type.energy((value + 0.5) / deviation, input, 1);
    }

    /**
     * {@code rowSums += c (h - m)}.
     *
     * @param hidden h, rows x hidden units
     */
    void addTo(final double[] rowSums, final FloatMatrix hidden, final int rows) {
        sums = rowSums;
        compute.read(hidden, rows, addRow);
    }

    private void addRow(final int row, final int start, final float[] block, final int length) {
        final float[] ofRow = coefficients[row];
        final float[] mean = hostMeans[row];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (double)ofRow[start + i] * ((double)block[i] - mean[start + i]);
        }
        sums[row] += sum;
    }
}
