// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerPass;

/** The recognition pass: what each layer makes of a batch of rows. */
final class UpwardPass {

    private static final int STREAM = 0x0F;

    private final FloatMatrix input;

    private final LayerPass[] passes;

    private final FloatMatrix[] hidden;

    private final RandomRows random = RandomRows.byPlace();

    UpwardPass(final Compute compute, final List<Layer> layers, final int batchRows) {
        input = compute.zeros(batchRows, layers.get(0).visibleUnits());
        passes = new LayerPass[layers.size()];
        hidden = new FloatMatrix[layers.size()];
        for (int n = 0; n < hidden.length; n++) {
            final Layer layer = layers.get(n);
            passes[n] = layer.up(compute);
            hidden[n] = compute.zeros(batchRows, layer.hiddenUnits());
        }
    }

    /** Where the batch is put. */
    FloatMatrix input() {
        return input;
    }

    /** The units of a level: 0 for the input, n for what the n-th layer made of it. */
    FloatMatrix level(final int level) {
        return level == 0 ? input : hidden[level - 1];
    }

    /** Begins a batch, see {@link LayerPass#begin}; what came before goes on where it does not start a sequence. */
    void begin(final boolean[] starts, final int rows) {
        for (final LayerPass pass : passes) {
            pass.begin(starts, rows);
        }
    }

    /** The way through a layer, from 0 on. */
    LayerPass pass(final int layer) {
        return passes[layer];
    }

    /** Passes means upward through the first layers. */
    void expect(final int rows, final int layers) {
        for (int n = 0; n < layers; n++) {
            passes[n].expect(level(n), rows, hidden[n]);
        }
    }

    /** Passes samples upward through the first layers. */
    void sample(final int rows, final int layers, final long seed, final long batch) {
        for (int n = 0; n < layers; n++) {
            passes[n].sample(level(n), rows, hidden[n],
                random.key(CounterRandom.subKey(CounterRandom.key(seed, STREAM, batch), n)));
        }
    }
}
