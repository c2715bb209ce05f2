// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;

/** The generative pass: from the hidden units of the highest of some layers down to the visible units of the lowest. */
final class DownwardPass {

    private static final int STREAM = 0xD0;

    private final Compute compute;

    private final Propagation[] propagations;

    private final FloatMatrix[] visible;

    private final RandomRows random = RandomRows.byPlace();

    /** The standard deviations of the lowest visible units, or null where all are 1. */
    private final FloatMatrix deviations;

    /** @param layers from the bottom up, at least one */
    DownwardPass(final Compute compute, final List<Layer> layers, final int batchRows) {
        this.compute = compute;
        propagations = new Propagation[layers.size()];
        visible = new FloatMatrix[layers.size()];
        for (int n = 0; n < visible.length; n++) {
            final Layer layer = layers.get(n).standardised(compute);
            propagations[n] = compute.propagation(layer.generativeWeights(), true,
                UnitGroup.layout(layer.visibleGroups()), compute.vector(layer.visibleBiases()));
            visible[n] = compute.zeros(batchRows, layer.visibleUnits());
        }
        final Layer lowest = layers.get(0);
        deviations = lowest.standard() ? null : compute.vector(lowest.visibleStandardDeviations());
    }

    /** Passes means downward; returns the means of the lowest visible units. */
    FloatMatrix expect(final FloatMatrix hidden, final int rows) {
        FloatMatrix above = hidden;
        for (int n = visible.length - 1; n >= 0; n--) {
            propagations[n].expect(above, rows, visible[n]);
            above = visible[n];
        }
        return measured(rows);
    }

    /**
     * Passes samples downward.
     *
     * @param lowestToo whether the lowest visible units are sampled too; else their means given the sample above them
     *            are returned
     */
    FloatMatrix sample(final FloatMatrix hidden, final int rows, final boolean lowestToo, final long seed,
        final long step) {
        FloatMatrix above = hidden;
        for (int n = visible.length - 1; n >= 0; n--) {
            if (n > 0 || lowestToo) {
                propagations[n].sample(above, rows, visible[n], visible[n],
                    random.key(CounterRandom.subKey(CounterRandom.key(seed, STREAM, step), n)));
            } else {
                propagations[n].expect(above, rows, visible[n]);
            }
            above = visible[n];
        }
        return measured(rows);
    }

    private FloatMatrix measured(final int rows) {
        if (deviations != null) {
            compute.multiplyRows(visible[0], rows, deviations, visible[0]);
        }
        return visible[0];
    }
}
