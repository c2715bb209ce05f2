// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LazyRows;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.math.WeightUpdate;

/**
 * The gradient of one batch on one machine: products are remembered by what is to be multiplied, and are formed when
 * they are applied, while the weights are in the cache. Sums of units, which are small, are formed at once.
 */
public final class FusedStatistics implements Statistics {

    private final Compute compute;

    private final Entry[] entries;

    /** @param compute what computes and gives the memory, which is released with it */
    public FusedStatistics(final Compute compute, final List<Term> terms) {
        this.compute = compute;
        entries = new Entry[terms.size()];
        for (final Term term : terms) {
            entries[term.place()] = new Entry(term.form() == Term.Form.SUMS ? compute.zeros(1, term.columns()) : null);
        }
    }

    /** What is remembered of a term. */
    private static final class Entry {

        private final FloatMatrix sums;

        private long count;

        private boolean summed;

        private int rows;

        private int products;

        private final FloatMatrix[] left = new FloatMatrix[WeightUpdate.MOST_TERMS];

        private final FloatMatrix[] right = new FloatMatrix[WeightUpdate.MOST_TERMS];

        private final float[] signs = new float[WeightUpdate.MOST_TERMS];

        private SparseMatrix sparseLeft;

        private Entry(final FloatMatrix sums) {
            this.sums = sums;
        }

        private void clear() {
            count = 0;
            summed = false;
            products = 0;
            sparseLeft = null;
        }
    }

    @Override
    public void clear() {
        for (final Entry entry : entries) {
            entry.clear();
        }
    }

    @Override
    public void count(final Term term, final long rows) {
        entries[term.place()].count += rows;
    }

    @Override
    public void product(final Term term, final FloatMatrix left, final FloatMatrix right, final int rows,
        final float sign) {
        final Entry entry = entries[term.place()];
        if (entry.products == 0) {
            requireThat(sign == 1, term, "begins with a product that is subtracted");
            entry.rows = rows;
        }
        requireThat(entry.products < WeightUpdate.MOST_TERMS && rows == entry.rows, term,
            "takes no more than " + WeightUpdate.MOST_TERMS + " products of the same rows");
        entry.left[entry.products] = left;
        entry.right[entry.products] = right;
        entry.signs[entry.products++] = sign;
    }

    private static void requireThat(final boolean fits, final Term term, final String what) {
        if (!fits) {
            throw new IllegalStateException("The term \"" + term.name() + "\" " + what + ".");
        }
    }

    @Override
    public void product(final Term term, final ActiveUnits active, final SparseMatrix left, final FloatMatrix right,
        final FloatMatrix modelLeft, final FloatMatrix modelRight) {
        final Entry entry = entries[term.place()];
        requireThat(entry.sparseLeft == null, term, "takes the products of one batch");
        entry.sparseLeft = left;
        entry.right[0] = right;
        entry.left[1] = modelLeft;
        entry.right[1] = modelRight;
    }

    @Override
    public void sum(final Term term, final FloatMatrix units, final int rows, final float factor) {
        final Entry entry = entries[term.place()];
        compute.columnSums(units, rows, factor, entry.summed ? 1f : 0f, entry.sums);
        entry.summed = true;
    }

    @Override
    public void add(final Term term, final FloatMatrix sums, final float sign) {
        final Entry entry = entries[term.place()];
        compute.addScaled(sign, sums, entry.summed ? 1f : 0f, entry.sums);
        entry.summed = true;
    }

    @Override
    public void add(final Term term, final ActiveUnits active, final FloatMatrix sums) {
        final Entry entry = entries[term.place()];
        if (!entry.summed) {
            compute.addScaled(0f, entry.sums, 0f, entry.sums);
        }
        compute.addToUnits(sums, active, entry.sums);
        entry.summed = true;
    }

    @Override
    public long count(final Term term) {
        return entries[term.place()].count;
    }

    @Override
    public FloatMatrix sums(final Term term) {
        return entries[term.place()].sums;
    }

    @Override
    public void apply(final Term term, final WeightUpdate update, final float scale, final float momentum,
        final float l2, final float l1) {
        final Entry entry = entries[term.place()];
        update.add(entry.left[0], entry.right[0]);
        for (int i = 1; i < entry.products; i++) {
            if (entry.signs[i] > 0) {
                update.and(entry.left[i], entry.right[i]);
            } else {
                update.minus(entry.left[i], entry.right[i]);
            }
        }
        update.run(entry.rows, scale, momentum, l2, l1);
    }

    @Override
    public void apply(final Term term, final LazyRows weights, final float scale, final float momentum,
        final float l2) {
        final Entry entry = entries[term.place()];
        weights.step(entry.sparseLeft, entry.right[0], entry.left[1], entry.right[1], scale, momentum, l2);
    }

    @Override
    public void gradient(final Term term, final float scale, final FloatMatrix gradient) {
        final Entry entry = entries[term.place()];
        for (int i = 0; i < entry.products; i++) {
            compute.accumulate(entry.signs[i] * scale, entry.left[i], entry.right[i], entry.rows, i == 0 ? 0f : 1f,
                gradient);
        }
    }
}
