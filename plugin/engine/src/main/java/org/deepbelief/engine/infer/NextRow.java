// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerPass;
import org.deepbelief.engine.model.TemporalLayer;

/** Sequences side by side, each at one row, with the contexts of their layers: see {@link Forecast}. */
final class NextRow {

    private static final int STREAM = 0xF0;

    private final Compute compute;

    private final int chains;

    /** From the bottom up to the highest temporal one. */
    private final Level[] levels;

    private final RandomRows random = RandomRows.byPlace();

    /** A layer of the sequences. */
    private static final class Level {

        private final LayerPass up;

        private final LayerPass down;

        private final FloatMatrix visible;

        private final FloatMatrix hidden;

        /** Null where the layer knows nothing of the rows before. */
        private final TemporalLayer temporal;

        private final FloatMatrix context;

        private final float[][] contexts;

        private final float[][] kept;

        private final float[][] visibleRows;

        private final float[][] hiddenRows;

        private Level(final Compute compute, final Layer layer, final int chains) {
            temporal = layer instanceof TemporalLayer known ? known : null;
            context = temporal == null ? null : compute.zeros(chains, temporal.contextUnits());
            up = temporal == null ? layer.up(compute) : temporal.up(compute, context);
            down = temporal == null ? layer.down(compute) : temporal.down(compute, context);
            visible = compute.zeros(chains, layer.visibleUnits());
            hidden = compute.zeros(chains, layer.hiddenUnits());
            contexts = new float[chains][context == null ? 0 : context.columns()];
            kept = new float[chains][contexts[0].length];
            visibleRows = new float[chains][visible.columns()];
            hiddenRows = new float[chains][hidden.columns()];
        }
    }

    /** @param chains how many sequences */
    NextRow(final Compute compute, final List<Layer> layers, final int chains) {
        this.compute = compute;
        this.chains = chains;
        int highest = lowest(layers);
        for (int n = highest; n < layers.size(); n++) {
            highest = layers.get(n) instanceof TemporalLayer ? n : highest;
        }
        levels = new Level[highest + 1];
        for (int n = 0; n < levels.length; n++) {
            levels[n] = new Level(compute, layers.get(n), chains);
        }
        begin();
    }

    /**
     * The lowest layer that knows the rows before.
     *
     * @throws IllegalArgumentException if none does
     */
    static int lowest(final List<Layer> layers) {
        for (int n = 0; n < layers.size(); n++) {
            if (layers.get(n) instanceof TemporalLayer) {
                return n;
            }
        }
        throw new IllegalArgumentException("No layer of the network knows the rows before each, so that it cannot tell"
            + " which follow. Pretrain it on rows that are a sequence, with a conditional or a recurrent layer.");
    }

    /** All sequences begin. */
    void begin() {
        for (final Level level : levels) {
            for (int i = 0; level.temporal != null && i < chains; i++) {
                level.contexts[i] = level.temporal.startContext();
            }
        }
    }

    /** All sequences go on from where the first one of another stands. */
    void begin(final NextRow other) {
        for (int n = 0; n < levels.length; n++) {
            for (int i = 0; i < chains; i++) {
                levels[n].contexts[i] = other.levels[n].contexts[0].clone();
            }
        }
    }

    /** Remembers where the sequences stand. */
    void keep() {
        for (final Level level : levels) {
            for (int i = 0; i < chains; i++) {
                System.arraycopy(level.contexts[i], 0, level.kept[i], 0, level.kept[i].length);
            }
        }
    }

    /** Goes back to where they stood. */
    void restore() {
        for (final Level level : levels) {
            for (int i = 0; i < chains; i++) {
                System.arraycopy(level.kept[i], 0, level.contexts[i], 0, level.kept[i].length);
            }
        }
    }

    private void giveContexts() {
        for (final Level level : levels) {
            if (level.context != null) {
                compute.fill(level.context, chains, level.contexts);
            }
        }
    }

    /** What the context alone predicts of the highest layer's visible units: those of hidden units that are 0. */
    private Level start() {
        giveContexts();
        final Level top = levels[levels.length - 1];
        top.hidden.fill(0f);
        top.down.expect(top.hidden, chains, top.visible);
        return top;
    }

    /** Expects the next rows. */
    void expect(final int steps) {
        final Level top = start();
        for (int step = 0; step < steps; step++) {
            top.up.expect(top.visible, chains, top.hidden);
            top.down.expect(top.hidden, chains, top.visible);
        }
        for (int n = levels.length - 2; n >= 0; n--) {
            levels[n].down.expect(levels[n + 1].visible, chains, levels[n].visible);
        }
    }

    /** Draws the next rows. */
    void sample(final int steps, final long seed, final long row) {
        final Level top = start();
        final long key = CounterRandom.key(seed, STREAM, row);
        for (int step = 0; step < steps; step++) {
            top.up.sample(top.visible, chains, top.hidden, random.key(CounterRandom.subKey(key, 2L * step)));
            top.down.sample(top.hidden, chains, top.visible, random.key(CounterRandom.subKey(key, 2L * step + 1)));
        }
        for (int n = levels.length - 2; n >= 0; n--) {
            levels[n].down.sample(levels[n + 1].visible, chains, levels[n].visible,
                random.key(CounterRandom.subKey(key, -1L - n)));
        }
    }

    /** Copies the visible units of a layer, chains x units. */
    void read(final int layer, final float[][] units) {
        compute.read(levels[layer].visible, chains, units, 0);
    }

    /** The context of a sequence in a layer; not to be written to. */
    float[] context(final int layer, final int chain) {
        return levels[layer].contexts[chain];
    }

    /** Takes the rows where the sequences stand up through the layers. */
    void see(final float[][] units) {
        giveContexts();
        compute.fill(levels[0].visible, chains, units);
        for (int n = 0; n < levels.length; n++) {
            levels[n].up.expect(levels[n].visible, chains, levels[n].hidden);
            if (n + 1 < levels.length) {
                compute.copyRows(levels[n].hidden, chains, levels[n + 1].visible);
            }
        }
    }

    /** Goes on to the rows after those that were seen. */
    void advance() {
        for (final Level level : levels) {
            if (level.temporal != null) {
                compute.read(level.visible, chains, level.visibleRows, 0);
                compute.read(level.hidden, chains, level.hiddenRows, 0);
                for (int i = 0; i < chains; i++) {
                    level.temporal.advance(level.contexts[i], level.visibleRows[i], level.hiddenRows[i]);
                }
            }
        }
    }
}
