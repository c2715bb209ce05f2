// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;

/** The way through layers side by side: each takes its columns, and what has no layer is copied. */
final class SideBySidePass implements LayerPass {

    private final Compute compute;

    /** By part: the first of its columns on the side that the way comes from, and how many; then where it leads to. */
    private final int[] fromStarts;

    private final int[] fromUnits;

    private final int[] toStarts;

    private final int[] toUnits;

    /** By part; null where its units are copied. */
    private final LayerPass[] passes;

    /** By part, for the rows of the batches; made when the first comes. */
    private final FloatMatrix[] inputs;

    private final FloatMatrix[] outputs;

    SideBySidePass(final Compute compute, final List<SideBySide.Part> parts, final boolean upward) {
        this.compute = compute;
        final int count = parts.size();
        fromStarts = new int[count];
        fromUnits = new int[count];
        toStarts = new int[count];
        toUnits = new int[count];
        passes = new LayerPass[count];
        inputs = new FloatMatrix[count];
        outputs = new FloatMatrix[count];
        int from = 0;
        int to = 0;
        for (int p = 0; p < count; p++) {
            final SideBySide.Part part = parts.get(p);
            fromUnits[p] = upward ? part.visibleUnits() : part.hiddenUnits();
            toUnits[p] = upward ? part.hiddenUnits() : part.visibleUnits();
            fromStarts[p] = from;
            toStarts[p] = to;
            from += fromUnits[p];
            to += toUnits[p];
            passes[p] = part.layer().map(layer -> upward ? layer.up(compute) : layer.down(compute)).orElse(null);
        }
    }

    @Override
    public void expect(final FloatMatrix from, final int rows, final FloatMatrix means) {
        for (int p = 0; p < passes.length; p++) {
            if (take(p, from, rows, means)) {
                passes[p].expect(inputs[p], rows, outputs[p]);
                compute.copyColumns(outputs[p], rows, 0, means, toStarts[p], toUnits[p]);
            }
        }
    }

    @Override
    public void sample(final FloatMatrix from, final int rows, final FloatMatrix samples, final RandomRows random) {
        final long key = random.key();
        for (int p = 0; p < passes.length; p++) {
            if (take(p, from, rows, samples)) {
                passes[p].sample(inputs[p], rows, outputs[p], random.key(CounterRandom.subKey(key, p)));
                compute.copyColumns(outputs[p], rows, 0, samples, toStarts[p], toUnits[p]);
            }
        }
        random.key(key);
    }

    /** Takes the columns of a part, and hands them on where it has no layer; returns whether it has one. */
    private boolean take(final int p, final FloatMatrix from, final int rows, final FloatMatrix to) {
        if (passes[p] == null) {
            compute.copyColumns(from, rows, fromStarts[p], to, toStarts[p], toUnits[p]);
            return false;
        }
        if (inputs[p] == null || inputs[p].rows() < rows) {
            inputs[p] = compute.zeros(from.rows(), fromUnits[p]);
            outputs[p] = compute.zeros(from.rows(), toUnits[p]);
        }
        compute.copyColumns(from, rows, fromStarts[p], inputs[p], 0, fromUnits[p]);
        return true;
    }
}
