// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.spark.round.PartWork;
import org.deepbelief.spark.round.Parts;
import org.deepbelief.spark.round.Pretraining;
import org.deepbelief.spark.table.PartedTable;
import org.deepbelief.spark.table.RowEncoder;
import org.deepbelief.spark.table.TableRow;
import scala.reflect.ClassTag$;

/** A table whose encoded rows are kept in the executors, and what is worked on them. */
public final class ClusterTable implements Pretraining.Levels, AutoCloseable {

    private final String name = UUID.randomUUID().toString();

    private final JavaRDD<TableRow> table;

    private final RowEncoder encoder;

    private final int memoryBudget;

    private final String[] locations;

    /**
     * @param encoder of the rows
     * @param memoryBudget MiB of memory for the rows of a part, more go to a file; 0 for its share of a quarter of an
     *            executor's heap
     */
    public ClusterTable(final PartedTable table, final RowEncoder encoder, final int memoryBudget) {
        this.table = table.rows();
        this.encoder = encoder;
        this.memoryBudget = memoryBudget;
        locations = new String[this.table.getNumPartitions()];
    }

    @Override
    public Parts above(final Optional<DeepBeliefNetwork> below) throws IOException {
        final ByteArrayOutputStream network = new ByteArrayOutputStream();
        if (below.isPresent()) {
            ModelArchive.write(below.get(), network);
        }
        final var memory = new PartRdd.Memory(memoryBudget, partsOfAnExecutor());
        final var rows = new PartRdd.Rows(name, encoder, memory,
            below.map(one -> one.layers().size()).orElse(0), network.toByteArray());
        return new Parts() {
            @Override
            public <R> List<R> onEach(final PartWork<R> work) {
                return run(rows, work);
            }
        };
    }

    /** As the parts are spread over the executors that there are now; the driver is told of beside them. */
    private int partsOfAnExecutor() {
        final int executors = Math.max(1, table.context().getExecutorMemoryStatus().size() - 1);
        return (locations.length + executors - 1) / executors;
    }

    private <R> List<R> run(final PartRdd.Rows rows, final PartWork<R> work) {
        final List<PartRdd.Located<R>> located = JavaRDD.fromRDD(new PartRdd<>(table.rdd(), rows, work, locations),
            ClassTag$.MODULE$.<PartRdd.Located<R>>apply(PartRdd.Located.class)).collect();
        final List<R> results = new ArrayList<>();
        for (int part = 0; part < locations.length; part++) {
            locations[part] = located.get(part).location();
            results.add(located.get(part).result());
        }
        return results;
    }

    /** Frees the rows that are in this process; an executor's go with it. */
    @Override
    public void close() {
        RowCache.release(name);
    }
}
