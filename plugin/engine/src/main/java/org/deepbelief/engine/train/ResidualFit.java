// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.infer.InputResiduals;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * How far Gaussian inputs are from what a trained network expects of them, in one pass over the rows that it has
 * learned from or over parts of them that are merged: see {@link DeepBeliefNetwork#residualDeviations}.
 */
public final class ResidualFit implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int MOST_ROWS = 512;

    /** So many units of all rows of a batch together, where rows are wide. */
    private static final int MOST_UNITS = 1 << 21;

    /** Of the layer's: an input that follows exactly from the others does not outweigh all else. */
    private static final double SMALLEST_DEVIATION = 0.01;

    private final double[] sums;

    private long rows;

    /** @param units how many the rows have */
    public ResidualFit(final int units) {
        sums = new double[units];
    }

    /**
     * The network with what is measured on the rows that it has learned from; itself where there is
     * {@linkplain InputResiduals#known nothing to measure}.
     *
     * @param checkCancelled throws if the pass is to end
     */
    static DeepBeliefNetwork measured(final Compute compute, final DeepBeliefNetwork network,
        final SampleMatrix samples, final Split.Part learned, final Runnable checkCancelled) {
        if (!InputResiduals.known(network)) {
            return network;
        }
        final ResidualFit fit = new ResidualFit(samples.units());
        fit.add(compute, network, samples, learned, checkCancelled);
        return fit.on(network);
    }

    /**
     * Takes rows.
     *
     * @param network that has learned from them, whose residuals {@linkplain InputResiduals#known are known}
     * @param checkCancelled throws if the pass is to end
     */
    public void add(final Compute compute, final DeepBeliefNetwork network, final SampleMatrix samples,
        final Split.Part part, final Runnable checkCancelled) {
        final int batchRows = Math.max(1, Math.min(MOST_ROWS, MOST_UNITS / sums.length));
        try (Compute memory = compute.part()) {
            final InputResiduals residuals = new InputResiduals(memory, network, batchRows);
            final FloatMatrix units = memory.zeros(batchRows, sums.length);
            for (long first = 0; first < part.size(); first += batchRows) {
                checkCancelled.run();
                final long start = first;
                final int count = (int)Math.min(batchRows, part.size() - start);
                memory.fill(units, count, (row, column, target, length) -> samples
                    .readUnits(part.row(start + row), column, target, 0, length));
                residuals.infer(units, count);
                for (int row = 0; row < count; row++) {
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] += residuals.square(row, i);
                    }
                }
            }
        }
        rows += part.size();
    }

    /** Takes what another fit of the same network has met. */
    public void merge(final ResidualFit other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
        rows += other.rows;
    }

    /** The network with what was measured; itself where no row was. */
    public DeepBeliefNetwork on(final DeepBeliefNetwork network) {
        return rows == 0 ? network : network.withResidualDeviations(deviations(network.encoding().groups()));
    }

    private float[] deviations(final List<UnitGroup> groups) {
        final float[] deviations = new float[sums.length];
        Arrays.fill(deviations, 1);
        int unit = 0;
        for (final UnitGroup group : groups) {
            for (final int end = unit + group.size(); unit < end; unit++) {
                if (group.type() == UnitType.gaussian()) {
                    deviations[unit] = (float)Math.max(SMALLEST_DEVIATION, Math.sqrt(sums[unit] / rows));
                }
            }
        }
        return deviations;
    }
}
