// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.Arrays;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/** The way up of a temporal layer for rows in their order, and the way down beside it. */
abstract sealed class OrderedPass implements LayerPass permits ConditionalPass, RecurrentPass {

    final Compute compute;

    /** Rows x context units. */
    final FloatMatrix context;

    private final TemporalLayer layer;

    private boolean[] starts;

    private int told;

    private int ran;

    OrderedPass(final Compute compute, final TemporalLayer layer) {
        this.compute = compute;
        this.layer = layer;
        context = compute.zeros(TemporalLayer.MOST_ROWS, layer.contextUnits());
    }

    /** The way down, with the contexts of the last run. */
    final LayerPass down() {
        return layer.down(compute, context);
    }

    @Override
    public final void begin(final boolean[] newStarts, final int rows) {
        if (ran > 0) {
            remember(ran);
        }
        starts = Arrays.copyOf(newStarts, rows);
        starts[0] |= told == 0;
        told = rows;
        ran = 0;
    }

    /** Keeps what comes after needs of the last run, whose rows are past. */
    abstract void remember(int rows);

    /** Whether a row of the batch begins a sequence. */
    final boolean starts(final int row) {
        return starts == null || starts[row];
    }

    /** Takes a run of the batch. */
    final void run(final int rows) {
        if (rows > TemporalLayer.MOST_ROWS || starts != null && rows != told) {
            throw new IllegalArgumentException(rows + " rows are to go through a layer in order, which takes "
                + TemporalLayer.MOST_ROWS + " at most, and of which " + told + " were announced.");
        }
        ran = rows;
    }
}
