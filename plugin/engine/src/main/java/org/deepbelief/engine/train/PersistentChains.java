// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * The hidden units of chains that go on from step to step, one for each row of a whole batch, by its place in it. A
 * chain starts at the first row that stands at its place.
 */
final class PersistentChains {

    private final FloatMatrix units;

    /** 1 where the chain has started, 1 x chains. */
    private final FloatMatrix started;

    private FloatMatrix part;

    private int partStart;

    PersistentChains(final Compute compute, final int chains, final int hiddenUnits) {
        units = compute.zeros(chains, hiddenUnits);
        started = compute.zeros(1, chains);
        part = units;
    }

    /** The chains at the places of a batch, one per row; there may be more. */
    FloatMatrix rows(final Batch batch) {
        if (batch.first() != partStart) {
            partStart = batch.first();
            part = partStart == 0 ? units : units.rows(partStart, units.rows());
        }
        return part;
    }

    /** Whether the chains of a batch are to be started, which counts as done. */
    boolean start(final Batch batch) {
        boolean starts = false;
        for (int chain = batch.first(); chain < batch.first() + batch.count(); chain++) {
            starts |= started.get(0, chain) == 0f;
            started.set(0, chain, 1f);
        }
        return starts;
    }

    void addTo(final LearnerState state) {
        state.chain("chains", units).chain("chains/started", started);
    }
}
