// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LazyRows;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.math.WeightUpdate;

/**
 * The gradient of batches, or of parts of one, as the sums themselves: they can be added to those of others of the same
 * terms, written and read. Products whose units on the left are mostly zero are held by the rows that are not zero.
 */
public final class SummedStatistics implements Statistics {

    private final Compute compute;

    private final List<Term> terms;

    private final long[] counts;

    private final FloatMatrix[] sums;

    private final SparseRowSums[] rowSums;

    /** @param compute what computes and gives the memory, which is released with it */
    public SummedStatistics(final Compute compute, final List<Term> terms) {
        this.compute = compute;
        this.terms = List.copyOf(terms);
        counts = new long[terms.size()];
        sums = new FloatMatrix[terms.size()];
        rowSums = new SparseRowSums[terms.size()];
        for (final Term term : terms) {
            if (term.form() == Term.Form.SPARSE_PRODUCTS) {
                rowSums[term.place()] = new SparseRowSums(compute, term.columns());
            } else {
                sums[term.place()] = compute.zeros(term.rows(), term.columns());
            }
        }
    }

    @Override
    public void clear() {
        for (final Term term : terms) {
            counts[term.place()] = 0;
            if (term.form() == Term.Form.SPARSE_PRODUCTS) {
                rowSums[term.place()].clear();
            } else {
                sums[term.place()].fill(0f);
            }
        }
    }

    @Override
    public void count(final Term term, final long rows) {
        counts[term.place()] += rows;
    }

    @Override
    public void product(final Term term, final FloatMatrix left, final FloatMatrix right, final int rows,
        final float sign) {
        compute.accumulate(sign, left, right, rows, 1f, sums[term.place()]);
    }

    @Override
    public void product(final Term term, final ActiveUnits active, final SparseMatrix left, final FloatMatrix right,
        final FloatMatrix modelLeft, final FloatMatrix modelRight) {
        rowSums[term.place()].addProducts(active, left, right, modelLeft, modelRight);
    }

    @Override
    public void sum(final Term term, final FloatMatrix units, final int rows, final float factor) {
        compute.columnSums(units, rows, factor, 1f, sums[term.place()]);
    }

    @Override
    public void add(final Term term, final FloatMatrix values, final float sign) {
        compute.addScaled(sign, values, 1f, sums[term.place()]);
    }

    @Override
    public void add(final Term term, final ActiveUnits active, final FloatMatrix values) {
        compute.addToUnits(values, active, sums[term.place()]);
    }

    /** Adds these sums to others of the same terms. */
    public void addTo(final SummedStatistics other) {
        for (final Term term : terms) {
            final int place = term.place();
            other.counts[place] += counts[place];
            if (term.form() == Term.Form.SPARSE_PRODUCTS) {
                rowSums[place].addTo(other.rowSums[place]);
            } else {
                compute.addScaled(1f, sums[place], 1f, other.sums[place]);
            }
        }
    }

    /** Writes counts and sums. */
    public void writeTo(final DataOutput out) throws IOException {
        for (final Term term : terms) {
            out.writeLong(counts[term.place()]);
            if (term.form() == Term.Form.SPARSE_PRODUCTS) {
                rowSums[term.place()].writeTo(out);
            } else {
                MatrixBytes.write(sums[term.place()], term.rows(), out);
            }
        }
    }

    /** Reads what {@link #writeTo} has written for the same terms; what was there before is lost. */
    public void readFrom(final DataInput in) throws IOException {
        for (final Term term : terms) {
            counts[term.place()] = in.readLong();
            if (term.form() == Term.Form.SPARSE_PRODUCTS) {
                rowSums[term.place()].readFrom(in, term.rows());
            } else {
                MatrixBytes.read(in, sums[term.place()], term.rows());
            }
        }
    }

    @Override
    public long count(final Term term) {
        return counts[term.place()];
    }

    @Override
    public FloatMatrix sums(final Term term) {
        return sums[term.place()];
    }

    @Override
    public void apply(final Term term, final WeightUpdate update, final float scale, final float momentum,
        final float l2, final float l1) {
        update.sums(sums[term.place()]).run(1, scale, momentum, l2, l1);
    }

    @Override
    public void apply(final Term term, final LazyRows weights, final float scale, final float momentum,
        final float l2) {
        final SparseRowSums rows = rowSums[term.place()];
        weights.step(rows.units(), rows.count(), rows.sums(), scale, momentum, l2);
    }

    @Override
    public void gradient(final Term term, final float scale, final FloatMatrix gradient) {
        compute.addScaled(scale, sums[term.place()], 0f, gradient);
    }
}
