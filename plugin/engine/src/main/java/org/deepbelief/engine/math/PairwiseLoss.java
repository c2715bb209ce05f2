// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * A loss of the positions of a batch's rows in a map that is a sum over pairs of rows, with its gradient. It costs
 * O(rows^2). Prepared once per training, by {@link Compute#neighbourLoss} or {@link Compute#classLoss}; one run at a
 * time.
 *
 * <p>Since each pair counts, the losses of the parts of a batch do not add up to that of the batch.
 */
public interface PairwiseLoss {

    /**
     * The loss E of the first {@code count} rows, and {@code error = beta error - weight count dE/dpositions}: the
     * mean of the error over the rows is how far the whole loss falls.
     *
     * @param positions cases x dimensions
     * @param count at least 1
     * @param given what the loss compares the positions with: the rows' inputs or their classes
     * @param beta with 0 the old content of the error is not read
     * @param error as the positions
     * @return E, a mean over the rows
     */
    double run(FloatMatrix positions, int count, FloatMatrix given, float weight, float beta, FloatMatrix error);

    /** The loss E alone. */
    double measure(FloatMatrix positions, int count, FloatMatrix given);
}
