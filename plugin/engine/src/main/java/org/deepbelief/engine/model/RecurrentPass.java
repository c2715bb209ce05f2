// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;

/** Rows go up one after the other, since each has the hidden units of the one before as its context. */
final class RecurrentPass extends OrderedPass {

    private final float[] initialState;

    private final LayerPass up;

    private final FloatMatrix row;

    private final FloatMatrix rowContext;

    private final FloatMatrix rowState;

    private final float[][] visible;

    private final float[][] contexts;

    private final float[][] states;

    private final float[] carried;

    RecurrentPass(final Compute compute, final RecurrentLayer layer) {
        super(compute, layer);
        final int most = TemporalLayer.MOST_ROWS;
        initialState = layer.startContext();
        row = compute.zeros(1, layer.visibleUnits());
        rowContext = compute.zeros(1, layer.hiddenUnits());
        rowState = compute.zeros(1, layer.hiddenUnits());
        up = layer.up(compute, rowContext);
        visible = new float[most][layer.visibleUnits()];
        contexts = new float[most][];
        states = new float[most][layer.hiddenUnits()];
        carried = initialState.clone();
    }

    @Override
    public void expect(final FloatMatrix from, final int count, final FloatMatrix hidden) {
        goOn(from, count);
        compute.fill(hidden, count, states);
    }

    @Override
    public void sample(final FloatMatrix from, final int count, final FloatMatrix samples, final RandomRows random) {
        goOn(from, count);
        compute.fill(samples, count, (place, column, target, length) -> {
            final long key = random.rowKey(place);
            for (int i = 0; i < length; i++) {
                target[i] = CounterRandom.uniform(CounterRandom.bits(key, column + i)) < states[place][column + i]
                    ? 1 : 0;
            }
        });
    }

    private void goOn(final FloatMatrix from, final int count) {
        run(count);
        compute.read(from, count, visible, 0);
        float[] before = carried;
        for (int i = 0; i < count; i++) {
            contexts[i] = starts(i) ? initialState : before;
            row.write(visible[i]);
            rowContext.write(contexts[i]);
            up.expect(row, 1, rowState);
            rowState.read(states[i]);
            before = states[i];
        }
        compute.fill(context, count, contexts);
    }

    @Override
    void remember(final int count) {
        System.arraycopy(states[count - 1], 0, carried, 0, carried.length);
    }
}
