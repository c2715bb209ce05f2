// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * A gradient that a learner forms as sums over the rows of a batch: that of one matrix of weights, or of a vector of
 * biases, which is a matrix of one row.
 *
 * @param name its name among those of the learner
 * @param place its place among those of the learner, from 0 on
 * @param rows the rows of the weights; 1 for a vector
 * @param columns the columns of the weights
 * @param form what it is made of
 */
public record Term(String name, int place, int rows, int columns, Form form) {

    /** What a term is made of. */
    public enum Form {
        /** Products of the units on the two sides of weights. */
        PRODUCTS,
        /** As those, of which a batch has few rows that are not zero, since the units on the left are mostly zero. */
        SPARSE_PRODUCTS,
        /** Sums of units. */
        SUMS
    }
}
