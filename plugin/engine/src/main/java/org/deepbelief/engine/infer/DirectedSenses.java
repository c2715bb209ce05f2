// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.SideBySide;

/**
 * Layers of several senses side by side: given the units below, those above are independent from sense to sense, so
 * that logarithms add up. Units that go through a level are certain both ways and add nothing.
 */
final class DirectedSenses implements DirectedLevel {

    private final Compute compute;

    private final SideBySide level;

    /** By part; null where its units go through. */
    private final DirectedLayer[] layers;

    private final FloatMatrix[] inputs;

    private final FloatMatrix hidden;

    private FloatMatrix visible;

    DirectedSenses(final Compute compute, final SideBySide level, final int batchRows) {
        this.compute = compute;
        this.level = level;
        final int parts = level.parts().size();
        layers = new DirectedLayer[parts];
        inputs = new FloatMatrix[parts];
        for (int p = 0; p < parts; p++) {
            final SideBySide.Part part = level.parts().get(p);
            if (part.layer().isPresent()) {
                layers[p] = new DirectedLayer(compute, part.layer().get().dense(), batchRows);
                inputs[p] = compute.zeros(batchRows, part.visibleUnits());
            }
        }
        hidden = compute.zeros(batchRows, level.hiddenUnits());
    }

    @Override
    public void see(final FloatMatrix units, final int rows) {
        visible = units;
        int first = 0;
        for (int p = 0; p < layers.length; p++) {
            final int count = level.parts().get(p).visibleUnits();
            if (layers[p] != null) {
                compute.copyColumns(units, rows, first, inputs[p], 0, count);
                layers[p].see(inputs[p], rows);
            }
            first += count;
        }
    }

    @Override
    public FloatMatrix draw(final int rows, final RandomRows random) {
        final long key = random.key();
        int below = 0;
        int above = 0;
        for (int p = 0; p < layers.length; p++) {
            final SideBySide.Part part = level.parts().get(p);
            if (layers[p] == null) {
                compute.copyColumns(visible, rows, below, hidden, above, part.hiddenUnits());
            } else {
                compute.copyColumns(layers[p].draw(rows, random.key(CounterRandom.subKey(key, p))), rows, 0, hidden,
                    above, part.hiddenUnits());
            }
            below += part.visibleUnits();
            above += part.hiddenUnits();
        }
        random.key(key);
        return hidden;
    }

    @Override
    public void addTo(final double[] sums, final int rows) {
        for (final DirectedLayer layer : layers) {
            if (layer != null) {
                layer.addTo(sums, rows);
            }
        }
    }
}
