// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.SparseMatrix;

/** Sums for weights of which few rows are not zero: the numbers of these, in ascending order, and the rows. */
final class SparseRowSums {

    private final Compute compute;

    private final int columns;

    private int count;

    private int[] units = {};

    private Compute memory;

    private FloatMatrix sums;

    SparseRowSums(final Compute compute, final int columns) {
        this.compute = compute;
        this.columns = columns;
    }

    void clear() {
        count = 0;
    }

    /** How many rows there are. */
    int count() {
        return count;
    }

    /** The numbers of the rows; longer than they are many. */
    int[] units() {
        return units;
    }

    /** The rows; there is room for more. */
    FloatMatrix sums() {
        return sums;
    }

    /** Adds {@code left^T right - modelLeft^T modelRight}, see {@link Statistics#product}. */
    void addProducts(final ActiveUnits active, final SparseMatrix left, final FloatMatrix right,
        final FloatMatrix modelLeft, final FloatMatrix modelRight) {
        final SparseRowSums batch = count == 0 ? this : new SparseRowSums(compute, columns);
        batch.prepare(modelLeft.columns());
        compute.accumulate(-1f, modelLeft, modelRight, left.rows(), 0f, batch.sums);
        compute.accumulate(1f, left, right, batch.sums);
        batch.count = active.count();
        for (int place = 0; place < batch.count; place++) {
            batch.units[place] = active.unit(place);
        }
        if (batch != this) {
            batch.addTo(this);
            batch.memory.close();
        }
    }

    /** Makes room for exactly so many rows, whose content is not kept. */
    private void prepare(final int rows) {
        if (sums == null || sums.rows() != rows) {
            if (memory != null) {
                memory.close();
            }
            memory = compute.part();
            sums = memory.zeros(Math.max(1, rows), columns);
            units = new int[rows];
        }
    }

    /** Adds these rows to others. */
    void addTo(final SparseRowSums other) {
        final SparseRowSums merged = new SparseRowSums(compute, columns);
        merged.prepare(count + other.count);
        final float[] row = new float[columns];
        final float[] more = new float[columns];
        int own = 0;
        int others = 0;
        while (own < count || others < other.count) {
            final int unit = Math.min(own < count ? units[own] : Integer.MAX_VALUE,
                others < other.count ? other.units[others] : Integer.MAX_VALUE);
            Arrays.fill(row, 0f);
            if (others < other.count && other.units[others] == unit) {
                other.sums.readRow(others++, row);
            }
            if (own < count && units[own] == unit) {
                sums.readRow(own++, more);
                for (int i = 0; i < columns; i++) {
                    row[i] += more[i];
                }
            }
            merged.units[merged.count] = unit;
            merged.sums.writeRow(merged.count++, row);
        }
        other.take(merged);
    }

    private void take(final SparseRowSums merged) {
        if (memory != null) {
            memory.close();
        }
        memory = merged.memory;
        sums = merged.sums;
        units = merged.units;
        count = merged.count;
    }

    void writeTo(final DataOutput out) throws IOException {
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeInt(units[i]);
        }
        if (count > 0) {
            MatrixBytes.write(sums, count, out);
        }
    }

    /** @throws IOException if the numbers of the rows do not ascend within {@code rows} */
    void readFrom(final DataInput in, final int rows) throws IOException {
        final int read = in.readInt();
        if (read < 0 || read > rows) {
            throw new IOException("The sums of " + read + " rows are not those of some of " + rows + ".");
        }
        prepare(read);
        count = read;
        for (int i = 0; i < count; i++) {
            units[i] = in.readInt();
            if (units[i] <= (i == 0 ? -1 : units[i - 1]) || units[i] >= rows) {
                throw new IOException("The numbers of the rows of sums do not ascend below " + rows + ".");
            }
        }
        if (count > 0) {
            MatrixBytes.read(in, sums, count);
        }
    }
}
