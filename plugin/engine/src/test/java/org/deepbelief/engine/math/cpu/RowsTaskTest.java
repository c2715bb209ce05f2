// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTaskTest {

    private static final int ROWS_OF_A_SHARD = 300;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 2_000, 10_001})
    void eachRowIsVisitedOnce(final int rows) {
        final AtomicIntegerArray visits = new AtomicIntegerArray(rows);
        try (WorkerPool pool = new WorkerPool(2)) {
            new RowsTask(pool).run(rows, (from, to, scratch) -> {
                for (int row = from; row < to; row++) {
                    visits.incrementAndGet(row);
                }
            });
        }
        for (int row = 0; row < rows; row++) {
            assertEquals(1, visits.get(row), "row " + row);
        }
    }

    /** A row takes a millisecond here, as one of a million elements does; a question is due after 100 of them. */
    @Test
    void aShardOfManyRowsIsAskedBetweenThem() {
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger visited = new AtomicInteger();
        try (WorkerPool pool = new WorkerPool(1)) {
            pool.beforeEachTask(() -> {
                if (asked.incrementAndGet() == 2) {
                    throw new CancellationException();
                }
            });
            assertThrows(CancellationException.class,
                () -> new RowsTask(pool).run(ROWS_OF_A_SHARD * Shards.MOST, (from, to, scratch) -> {
                    for (int row = from; row < to; row++) {
                        LockSupport.parkNanos(1_000_000);
                        visited.incrementAndGet();
                    }
                }));
        }
        assertTrue(visited.get() < ROWS_OF_A_SHARD, visited + " rows before it ended");
    }
}
