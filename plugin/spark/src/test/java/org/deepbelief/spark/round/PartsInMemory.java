// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;

/**
 * Parts in this process. Works on them in an order, on each twice, and takes the second result.
 *
 * @param rows a part each
 * @param order the numbers of the parts
 */
record PartsInMemory(List<SampleMatrix> rows, List<Integer> order) implements Parts {

    @Override
    public <R> List<R> onEach(final PartWork<R> work) throws IOException {
        final List<R> results = new ArrayList<>(Collections.nCopies(rows.size(), null));
        for (final int part : order) {
            work.run(part, rows.get(part));
            results.set(part, work.run(part, rows.get(part)));
        }
        return results;
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), with a target each. */
    static SampleMatrix rows(final float[][] units, final float[] targets, final int from, final int to,
        final Path folder) throws IOException {
        final RowSource source = new RowSource() {

            private int next = from;

            @Override
            public long rows() {
                return to - from;
            }

            @Override
            public boolean next(final float[] row, final float[] target) {
                if (next == to) {
                    return false;
                }
                System.arraycopy(units[next], 0, row, 0, row.length);
                target[0] = targets[next];
                next++;
                return true;
            }
        };
        return SampleMatrix.read(source, units[0].length, 1, new StorageSettings(Long.MAX_VALUE, folder),
            () -> false);
    }

    static byte[] file(final DeepBeliefNetwork network) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelArchive.write(network, out);
        return out.toByteArray();
    }
}
