// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/** The terms of a learner, in the order in which it declared them. */
public final class Terms extends AbstractList<Term> {

    private final List<Term> terms = new ArrayList<>();

    /** Declares the products of {@code rows} units on the left and {@code columns} on the right. */
    public Term products(final String name, final int rows, final int columns) {
        return declare(name, rows, columns, Term.Form.PRODUCTS);
    }

    /** Declares products whose units on the left are mostly zero. */
    public Term sparseProducts(final String name, final int rows, final int columns) {
        return declare(name, rows, columns, Term.Form.SPARSE_PRODUCTS);
    }

    /** Declares the sums of so many units. */
    public Term sums(final String name, final int units) {
        return declare(name, 1, units, Term.Form.SUMS);
    }

    private Term declare(final String name, final int rows, final int columns, final Term.Form form) {
        final Term term = new Term(name, terms.size(), rows, columns, form);
        terms.add(term);
        return term;
    }

    @Override
    public Term get(final int place) {
        return terms.get(place);
    }

    @Override
    public int size() {
        return terms.size();
    }
}
