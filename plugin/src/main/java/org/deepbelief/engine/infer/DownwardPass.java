// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.Layer;

/** The generative pass: from the hidden units of the highest of some layers down to the visible units of the lowest. */
final class DownwardPass {

    private static final int STREAM = 0xD0;

    private final Propagation[] propagations;

    private final FloatMatrix[] visible;

    /** @param layers from the bottom up; may be empty, the pass then does nothing */
    DownwardPass(final Compute compute, final List<Layer> layers, final int batchRows) {
        propagations = new Propagation[layers.size()];
        visible = new FloatMatrix[layers.size()];
        for (int n = 0; n < visible.length; n++) {
            final Layer layer = layers.get(n);
            propagations[n] = new Propagation(compute, layer.generativeWeights(), true,
                UnitLayout.of(layer.visibleGroups()), layer.visibleBiases());
            visible[n] = FloatMatrix.zeros(batchRows, layer.visibleUnits());
        }
    }

    /** Passes means downward; returns the means of the lowest visible units. */
    FloatMatrix expect(final FloatMatrix hidden, final int rows) {
        FloatMatrix above = hidden;
        for (int n = visible.length - 1; n >= 0; n--) {
            propagations[n].expect(above, rows, visible[n]);
            above = visible[n];
        }
        return above;
    }

    /** Passes samples downward; returns the means of the lowest visible units given the sample above them. */
    FloatMatrix sample(final FloatMatrix hidden, final int rows, final long seed, final long step) {
        FloatMatrix above = hidden;
        for (int n = visible.length - 1; n > 0; n--) {
            propagations[n].sample(above, rows, visible[n], visible[n],
                CounterRandom.subKey(CounterRandom.key(seed, STREAM, step), n));
            above = visible[n];
        }
        if (visible.length > 0) {
            propagations[0].expect(above, rows, visible[0]);
            above = visible[0];
        }
        return above;
    }
}
