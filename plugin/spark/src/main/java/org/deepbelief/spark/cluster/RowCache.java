// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.LayerOutput;
import org.deepbelief.spark.round.PartWork;

/**
 * The parts of tables in this process. A part is kept at one level only, the highest asked for so far: a layer's rows
 * take the place of those below. One task at a time works on a part, so that none loses its rows to another.
 */
final class RowCache {

    private static final Map<Key, Entry> ENTRIES = new ConcurrentHashMap<>();

    private RowCache() {
    }

    /**
     * A part.
     *
     * @param table a name of its own for the table, over all applications
     */
    record Key(String table, int part) {
    }

    /** Reads the rows themselves. */
    @FunctionalInterface
    interface Source {

        /** Reads them. */
        SampleMatrix read() throws IOException;
    }

    private static final class Entry {

        private SampleMatrix rows;

        private int level;

        private void lift(final int wanted, final byte[] network, final Source source) throws IOException {
            if (rows != null && level > wanted) {
                close();
            }
            if (rows == null) {
                rows = source.read();
                level = 0;
            }
            if (level < wanted) {
                final DeepBeliefNetwork below = ModelArchive.read(new ByteArrayInputStream(network));
                try (Compute compute = Compute.open(1)) {
                    while (level < wanted) {
                        final SampleMatrix above =
                            LayerOutput.read(compute, below.layers().get(level), rows, () -> false);
                        close();
                        rows = above;
                        level++;
                    }
                }
            }
        }

        private void close() {
            rows.close();
            rows = null;
        }
    }

    /**
     * Works on a part.
     *
     * @param level through how many layers its rows go up
     * @param network the file of a network that has at least these; not read where the rows are there
     * @param source not read where the rows are there
     */
    static <R> R use(final Key key, final int level, final byte[] network, final Source source, final PartWork<R> work)
        throws IOException {
        final Entry entry = ENTRIES.computeIfAbsent(key, absent -> new Entry());
        synchronized (entry) {
            entry.lift(level, network, source);
            return work.run(key.part(), entry.rows);
        }
    }

    /** Frees the parts of a table that are in this process. */
    static void release(final String table) {
        ENTRIES.keySet().removeIf(key -> {
            final boolean own = key.table().equals(table);
            final Entry entry = own ? ENTRIES.get(key) : null;
            if (entry != null) {
                synchronized (entry) {
                    if (entry.rows != null) {
                        entry.close();
                    }
                }
            }
            return own;
        });
    }
}
