// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/** The sums that the gradient of a recurrent temporal RBM is made of; rows are counted to that of the weights. */
record RecurrentTerms(Term weights, Term hiddenTransition, Term visibleTransition, Term initialState,
    Term visibleBiases, Term hiddenBiases) {

    static RecurrentTerms declare(final Terms terms, final int visible, final int hidden) {
        return new RecurrentTerms(terms.products("weights", visible, hidden),
            terms.products("hiddenTransition", hidden, hidden), terms.products("visibleTransition", hidden, visible),
            terms.products("initialState", 1, hidden), terms.sums("visibleBiases", visible),
            terms.sums("hiddenBiases", hidden));
    }
}
