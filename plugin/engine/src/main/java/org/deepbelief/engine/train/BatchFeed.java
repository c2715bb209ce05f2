// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/** Fetches the batches of a training in the form that its trainer takes. */
@FunctionalInterface
interface BatchFeed extends AutoCloseable {

    /**
     * Fetches a batch and lets the trainer gather its statistics.
     *
     * @param batch the number of the batch within its epoch
     * @param step the number of the step, which keys its random numbers
     * @return the rows of the batch
     */
    int gather(long batch, long step);

    /** Frees the memory of the batch, if it has native memory. */
    @Override
    default void close() {
        // A sparse batch is on the heap.
    }
}
