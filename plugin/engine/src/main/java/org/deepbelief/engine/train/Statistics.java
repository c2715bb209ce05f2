// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LazyRows;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.math.WeightUpdate;

/**
 * The gradient of a batch as sums over its rows, which a {@link Learner} gathers and then applies. No rate, momentum or
 * decay is in it, so that the sums of parts of a batch add up to those of the whole.
 *
 * <p>{@link FusedStatistics} remembers what is to be multiplied and does it while the weights are in the cache: fast,
 * for one batch on one machine, whose units must stay as they are until they have been applied.
 * {@link SummedStatistics} holds the sums themselves, which can be added, written and read.
 */
public sealed interface Statistics permits FusedStatistics, SummedStatistics {

    /** Forgets everything: to be called before the first batch of a step. */
    void clear();

    /** Counts rows to the mean that a term is applied as. */
    void count(Term term, long rows);

    /**
     * Adds {@code sign left^T right} over the first {@code rows} rows. A term takes
     * {@value org.deepbelief.engine.math.WeightUpdate#MOST_TERMS} products from a batch at most, of which the first is
     * added.
     *
     * @param left rows x the term's rows
     * @param right rows x the term's columns
     * @param sign 1 or -1
     */
    void product(Term term, FloatMatrix left, FloatMatrix right, int rows, float sign);

    /**
     * Adds {@code left^T right - modelLeft^T modelRight} to a term of sparse products.
     *
     * @param active the units on the left that take part; the columns of the units on the left are their places
     * @param left rows x active units
     * @param right rows x the term's columns
     * @param modelLeft rows x active units, or with more columns than that
     * @param modelRight rows x the term's columns
     */
    void product(Term term, ActiveUnits active, SparseMatrix left, FloatMatrix right, FloatMatrix modelLeft,
        FloatMatrix modelRight);

    /** Adds {@code factor} times the sums of units over the first {@code rows} rows. */
    void sum(Term term, FloatMatrix units, int rows, float factor);

    /** Adds {@code sign} times sums that are there already, 1 x the term's columns. */
    void add(Term term, FloatMatrix sums, float sign);

    /** Adds sums of active units: that of each at its place in {@code sums}. */
    void add(Term term, ActiveUnits active, FloatMatrix sums);

    /** The rows that have been counted to a term. */
    long count(Term term);

    /** The sums of a term of sums, 1 x its columns; to be read, until the next {@link #clear}. */
    FloatMatrix sums(Term term);

    /**
     * Applies a term of products to weights.
     *
     * @param update of the weights
     * @param scale of the sums: the learning rate divided by the rows
     * @param momentum the share of the old increments that is kept
     * @param l2 times the learning rate
     * @param l1 times the learning rate
     */
    void apply(Term term, WeightUpdate update, float scale, float momentum, float l2, float l1);

    /** Applies a term of sparse products to weights, see the method above. */
    void apply(Term term, LazyRows weights, float scale, float momentum, float l2);

    /** {@code gradient = scale sums}, for a term of products. */
    void gradient(Term term, float scale, FloatMatrix gradient);
}
