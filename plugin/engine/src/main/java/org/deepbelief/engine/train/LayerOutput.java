// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerPass;

/**
 * The hidden units' means of a layer for all rows, in their order and sequences, with the rows' targets: the next
 * layer's rows. Sparse rows go up by what is not zero in them, but for a layer that knows the rows before each.
 */
public final class LayerOutput implements RowSource {

    private static final int ROWS = 512;

    private final Compute compute;

    private final SampleMatrix samples;

    private final float[] precisions;

    private final FloatMatrix weights;

    private final Propagation up;

    /** Null where the layer knows nothing of the rows before. */
    private final LayerPass ordered;

    private final boolean[] starts = new boolean[ROWS];

    private final SparseMatrix sparse;

    private final FloatMatrix visible;

    private final FloatMatrix hidden;

    private final FloatMatrix factors;

    private final float[] values;

    private long next;

    private int at;

    private int filled;

    /** @param compute what computes and gives the memory */
    LayerOutput(final Compute compute, final Layer layer, final SampleMatrix samples) {
        this.compute = compute;
        this.samples = samples;
        float[] deviations = layer.visibleStandardDeviations();
        precisions = new float[deviations.length];
        for (int i = 0; i < precisions.length; i++) {
            precisions[i] = 1 / (deviations[i] * deviations[i]);
        }
        weights = layer.recognitionWeights();
        UnitLayout units = layer.hiddenType().layout(layer.hiddenUnits());
        ordered = layer.kind().temporal() ? layer.up(compute) : null;
        final boolean bySparse = samples.sparse() && ordered == null;
        up = bySparse ? compute.propagation(units, compute.vector(layer.hiddenBiases()))
            : compute.propagation(weights, false, units, compute.vector(layer.hiddenBiases()));
        sparse = bySparse ? new SparseMatrix() : null;
        visible = bySparse ? null : compute.zeros(ROWS, layer.visibleUnits());
        hidden = compute.zeros(ROWS, layer.hiddenUnits());
        factors = compute.vector(precisions);
        values = new float[ROWS * layer.hiddenUnits()];
    }

    /**
     * Reads what a layer gives for all rows, with their targets, into memory or a file as the rows themselves.
     *
     * @throws IOException if it does not fit the memory budget of the rows and its file cannot be written
     * @throws CancellationException if cancelled
     */
    public static SampleMatrix read(final Compute compute, final Layer layer, final SampleMatrix samples,
        final BooleanSupplier cancelled) throws IOException {
        try (Compute part = compute.part()) {
            return SampleMatrix.read(new LayerOutput(part, layer, samples), layer.hiddenUnits(), samples.targets(),
                samples.storage(), cancelled);
        }
    }

    @Override
    public long rows() {
        return samples.rows();
    }

    @Override
    public boolean next(final float[] units, final float[] targets) {
        if (at == filled) {
            next += filled;
            filled = (int)Math.min(ROWS, samples.rows() - next);
            at = 0;
            if (filled == 0) {
                return false;
            }
            if (sparse != null) {
                expectSparse();
            } else {
                compute.fill(visible, filled,
                    (row, column, target, length) -> samples.readUnits(next + row, column, target, 0, length));
                if (ordered == null) {
                    compute.multiplyColumns(visible, filled, factors);
                    up.expect(visible, filled, hidden);
                } else {
                    expectOrdered();
                }
            }
            hidden.read(values);
        }
        System.arraycopy(values, at * hidden.columns(), units, 0, hidden.columns());
        samples.readTargets(next + at, targets, 0);
        at++;
        return true;
    }

    @Override
    public boolean startsSequence() {
        return samples.startsSequence(next + at - 1);
    }

    private void expectOrdered() {
        for (int i = 0; i < filled; i++) {
            starts[i] = samples.startsSequence(next + i);
        }
        ordered.begin(starts, filled);
        ordered.expect(visible, filled, hidden);
    }

    private void expectSparse() {
        sparse.clear(samples.units());
        for (int i = 0; i < filled; i++) {
            samples.appendNonZeros(next + i, sparse);
        }
        for (int i = 0; i < sparse.count(); i++) {
            sparse.scale(i, precisions[sparse.column(i)]);
        }
        compute.product(sparse, weights, hidden);
        up.expect(hidden, filled, hidden);
    }
}
