// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;

/**
 * A model while it learns. A step is a value: {@link #gather} forms sums over the rows of a batch, {@link #apply}
 * changes the model by them. {@link Training} runs the steps.
 *
 * <p>Rates, momentum and decay belong to {@link #apply} alone. What belongs to the whole batch and enters the gradient
 * (mean activations, centres, standard deviations) is taken from the state before the step, so that the sums of the
 * parts of a batch, each gathered from the same state, add up to those of the batch. A learner whose step begins with
 * something of the whole batch declares a first pass: {@link #firstTerms}.
 */
public interface Learner extends AutoCloseable {

    /** The sums that a step takes. */
    List<Term> terms();

    /** The sums that a first pass over a batch takes; none for most learners. */
    default List<Term> firstTerms() {
        return List.of();
    }

    /** Takes the sums of the first pass. */
    default void survey(Batch batch, Statistics first) {
        // Most learners need none.
    }

    /**
     * Tells the sums of a first pass over the whole batch, of which the next {@link #gather} has a part. Without it,
     * the batch of that is the whole.
     */
    default void surveyed(Statistics first) {
        // Most learners need none.
    }

    /** Adds the sums over a batch. The batch and what the learner made of it stay as they are until {@link #apply}. */
    void gather(Batch batch, Statistics statistics);

    /** Changes the model by the sums of a batch. */
    void apply(Statistics statistics, Rates rates);

    /**
     * Everything that is carried from step to step, as it is now and as it will be: over the learner's own memory. What
     * is owed to it is settled first, so that another learner of the same settings that is set to it goes on with the
     * same bits.
     */
    LearnerState state();

    /** The sum over the batch last gathered of what the training watches: squared errors or losses. */
    double error();

    /** How many numbers, or rows by their weights, {@link #error} is the sum over. */
    double errorCount();

    /** Root mean square of the weights that learn. */
    double weightNorm();

    /** Frees the memory. */
    @Override
    void close();
}
