// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.LayerPass;
import org.deepbelief.engine.model.Level;

/** The generative pass: from the hidden units of the highest of some layers down to the visible units of the lowest. */
final class DownwardPass {

    private static final int STREAM = 0xD0;

    private final LayerPass[] passes;

    private final FloatMatrix[] visible;

    private final RandomRows random = RandomRows.byPlace();

    /** @param layers from the bottom up, at least one */
    DownwardPass(final Compute compute, final List<? extends Level> layers, final int batchRows) {
        this(compute, layers, batchRows, null);
    }

    /**
     * @param layers from the bottom up, at least one
     * @param up the way up of the same rows, from the lowest of the layers on; null where there is none
     */
    DownwardPass(final Compute compute, final List<? extends Level> layers, final int batchRows, final UpwardPass up) {
        passes = new LayerPass[layers.size()];
        visible = new FloatMatrix[layers.size()];
        for (int n = 0; n < visible.length; n++) {
            passes[n] = up == null ? layers.get(n).down(compute) : layers.get(n).down(compute, up.pass(n));
            visible[n] = compute.zeros(batchRows, layers.get(n).visibleUnits());
        }
    }

    /** Passes means downward; returns the means of the lowest visible units. */
    FloatMatrix expect(final FloatMatrix hidden, final int rows) {
        FloatMatrix above = hidden;
        for (int n = visible.length - 1; n >= 0; n--) {
            passes[n].expect(above, rows, visible[n]);
            above = visible[n];
        }
        return above;
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
                passes[n].sample(above, rows, visible[n],
                    random.key(CounterRandom.subKey(CounterRandom.key(seed, STREAM, step), n)));
            } else {
                passes[n].expect(above, rows, visible[n]);
            }
            above = visible[n];
        }
        return above;
    }
}
