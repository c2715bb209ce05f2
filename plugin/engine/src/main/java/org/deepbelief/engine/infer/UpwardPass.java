// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LayerPass;
import org.deepbelief.engine.model.Level;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.engine.model.SideBySide;

/**
 * The recognition pass: what each level makes of a batch of rows. In a network of several senses, a sense whose units
 * are all missing (NaN) in a row is filled on the way, see {@link SenseFilling}.
 */
final class UpwardPass {

    private static final int STREAM = 0x0F;

    private final FloatMatrix input;

    private final LayerPass[] passes;

    private final FloatMatrix[] hidden;

    /** The level whose units all senses hand up. */
    private final int senseLevels;

    /** Null where there is one sense. */
    private final SenseFilling filling;

    private final RandomRows random = RandomRows.byPlace();

    UpwardPass(final Compute compute, final DeepBeliefNetwork network, final int batchRows) {
        this(compute, network.levels(), network.encoding().units(), network.senseLevels(),
            network.senses().size() == 1 ? null : new SenseFilling(compute, network, batchRows), batchRows);
    }

    /** The way of senses up to the layers that they are to have in common, for rows that lack none of them. */
    static UpwardPass ofSenses(final Compute compute, final List<Sense> senses, final int batchRows) {
        return new UpwardPass(compute, SideBySide.levels(senses),
            senses.stream().mapToInt(sense -> sense.encoding().units()).sum(), 0, null, batchRows);
    }

    private UpwardPass(final Compute compute, final List<Level> levels, final int units, final int senseLevels,
        final SenseFilling filling, final int batchRows) {
        this.senseLevels = senseLevels;
        this.filling = filling;
        input = compute.zeros(batchRows, units);
        passes = new LayerPass[levels.size()];
        hidden = new FloatMatrix[levels.size()];
        for (int n = 0; n < hidden.length; n++) {
            passes[n] = levels.get(n).up(compute);
            hidden[n] = compute.zeros(batchRows, levels.get(n).hiddenUnits());
        }
    }

    /** Where the batch is put. */
    FloatMatrix input() {
        return input;
    }

    /** The units of a level: 0 for the input, n for what the n-th level made of it. */
    FloatMatrix level(final int level) {
        return level == 0 ? input : hidden[level - 1];
    }

    /** Begins a batch, see {@link LayerPass#begin}; what came before goes on where it does not start a sequence. */
    void begin(final boolean[] starts, final int rows) {
        for (final LayerPass pass : passes) {
            pass.begin(starts, rows);
        }
    }

    /** The way through a level, from 0 on. */
    LayerPass pass(final int level) {
        return passes[level];
    }

    /** Passes means upward through the first levels. */
    void expect(final int rows, final int levels) {
        see(rows);
        for (int n = 0; n < levels; n++) {
            passes[n].expect(level(n), rows, hidden[n]);
            fill(n + 1, rows);
        }
    }

    /** Passes samples upward through the first levels; those of a sense that a row lacks are means. */
    void sample(final int rows, final int levels, final long seed, final long batch) {
        see(rows);
        for (int n = 0; n < levels; n++) {
            passes[n].sample(level(n), rows, hidden[n],
                random.key(CounterRandom.subKey(CounterRandom.key(seed, STREAM, batch), n)));
            fill(n + 1, rows);
        }
    }

    private void see(final int rows) {
        if (filling != null) {
            filling.see(input, rows);
            fill(0, rows);
        }
    }

    private void fill(final int level, final int rows) {
        if (filling != null && level == senseLevels) {
            filling.fill(level(level), rows);
        }
    }
}
