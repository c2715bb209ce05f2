// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.Serializable;
import java.util.List;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.units.UnitGroup;

/** What a layer needs to know of the rows before it learns, in one pass over them or over parts that are merged. */
public final class LayerInputFit implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int ROWS_TO_CANCEL = 256;

    private final double[] sums;

    private final long[] classCounts;

    private boolean sparse = true;

    private long rows;

    /**
     * @param units how many the rows have
     * @param classes how many label units stand beside them; 0 for none
     */
    public LayerInputFit(final int units, final int classes) {
        sums = new double[units];
        classCounts = new long[classes];
    }

    /**
     * Takes rows.
     *
     * @param checkCancelled throws if the pass is to end
     */
    public void add(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        final float[] values = samples.sparse() ? null : new float[sums.length];
        final SparseMatrix nonZeros = new SparseMatrix();
        sparse &= samples.sparse();
        for (long i = 0; i < part.size(); i++) {
            if (i % ROWS_TO_CANCEL == 0) {
                checkCancelled.run();
            }
            final long row = part.row(i);
            if (samples.sparse()) {
                nonZeros.clear(sums.length);
                samples.appendNonZeros(row, nonZeros);
                for (int j = 0; j < nonZeros.count(); j++) {
                    sums[nonZeros.column(j)] += nonZeros.value(j);
                }
            } else {
                samples.readUnits(row, values, 0);
                for (int j = 0; j < values.length; j++) {
                    sums[j] += values[j];
                }
            }
            if (classCounts.length > 0 && !Float.isNaN(samples.target(row, 0))) {
                classCounts[(int)samples.target(row, 0)]++;
            }
        }
        rows += part.size();
    }

    /** Takes what another fit of the same layer has met. */
    public void merge(final LayerInputFit other) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += other.sums[j];
        }
        for (int c = 0; c < classCounts.length; c++) {
            classCounts[c] += other.classCounts[c];
        }
        sparse &= other.sparse;
        rows += other.rows;
    }

    /** The number of rows so far. */
    public long rows() {
        return rows;
    }

    /**
     * What the layer reads.
     *
     * @param groups its visible units
     */
    public LayerInput input(final List<UnitGroup> groups) {
        final double[] means = new double[sums.length];
        for (int j = 0; j < means.length; j++) {
            means[j] = sums[j] / rows;
        }
        long labelled = 0;
        for (final long count : classCounts) {
            labelled += count;
        }
        final double[] classMeans = new double[classCounts.length];
        for (int c = 0; c < classMeans.length; c++) {
            classMeans[c] = (double)classCounts[c] / Math.max(1, labelled);
        }
        return new LayerInput(groups, means, classMeans, sparse);
    }
}
