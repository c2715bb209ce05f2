// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockManagerId;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.spark.round.PartWork;
import org.deepbelief.spark.table.EncodedRows;
import org.deepbelief.spark.table.RowEncoder;
import org.deepbelief.spark.table.TableRow;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Work on the parts of a table. The table itself is asked for its rows only where they are not in the executor's
 * memory: what it takes to sort them is not done again in each round.
 *
 * @param <R> what comes of it
 */
final class PartRdd<R> extends RDD<PartRdd.Located<R>> {

    private static final long serialVersionUID = 1L;

    /**
     * What came of a part.
     *
     * @param location where its rows are now, as Spark's scheduler names it
     */
    record Located<R>(R result, String location) implements Serializable {
    }

    /**
     * The rows that are worked on.
     *
     * @param table a name of its own for the table
     * @param encoder of its rows
     * @param memory for the rows of a part; more go to a file
     * @param level through how many layers they go up
     * @param network the file of a network that has these
     */
    record Rows(String table, RowEncoder encoder, Memory memory, int level, byte[] network)
        implements Serializable {
    }

    /**
     * Memory for the rows of a part.
     *
     * @param mebibytes as asked for; 0 for a share of what an executor has
     * @param parts how many an executor has
     */
    record Memory(int mebibytes, int parts) implements Serializable {

        private long bytes(final Path folder) {
            return mebibytes > 0 ? (long)mebibytes << 20
                : StorageSettings.defaults(folder).memoryBudgetBytes() / parts;
        }
    }

    private final Rows rows;

    private final PartWork<R> work;

    private final transient String[] locations;

    /**
     * @param table its partitions are the parts
     * @param locations where the rows of the parts were last; null where they never were
     */
    PartRdd(final RDD<TableRow> table, final Rows rows, final PartWork<R> work, final String[] locations) {
        super(table, ClassTag$.MODULE$.apply(Located.class));
        this.rows = rows;
        this.work = work;
        this.locations = locations.clone();
    }

    @Override
    public Iterator<Located<R>> compute(final Partition split, final TaskContext context) {
        try {
            final R result = RowCache.use(new RowCache.Key(rows.table(), split.index()), rows.level(), rows.network(),
                () -> read(split, context), work);
            return CollectionConverters.asScala(List.of(new Located<>(result, location())).iterator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SampleMatrix read(final Partition split, final TaskContext context) throws IOException {
        final Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        final StorageSettings storage = new StorageSettings(rows.memory().bytes(folder), folder);
        final RDD<TableRow> table = firstParent(ClassTag$.MODULE$.apply(TableRow.class));
        final RowEncoder encoder = rows.encoder();
        return SampleMatrix.read(
            new EncodedRows(CollectionConverters.asJava(table.iterator(split, context)), encoder), encoder.units(),
            encoder.targets(), storage, context::isInterrupted);
    }

    private static String location() {
        final BlockManagerId here = SparkEnv.get().blockManager().blockManagerId();
        return "executor_" + here.host() + "_" + here.executorId();
    }

    @Override
    public Partition[] getPartitions() {
        return firstParent(ClassTag$.MODULE$.apply(TableRow.class)).partitions();
    }

    @Override
    public Seq<String> getPreferredLocations(final Partition split) {
        final String location = locations[split.index()];
        return CollectionConverters.asScala(location == null ? List.<String>of() : List.of(location)).toSeq();
    }
}
