// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;
import java.util.List;

/** Finds the classes of a class column: those that are known in their order, then others as they are met. */
public final class ClassFit implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;

    private final ValueCounts counts;

    /**
     * @param name the column's name
     * @param known classes that belong to it whether they occur or not
     */
    public ClassFit(final String name, final List<String> known) {
        this.name = name;
        counts = new ValueCounts(known);
    }

    /**
     * Takes the class of a row.
     *
     * @param row the row's name
     * @throws FittingException if there are too many classes
     */
    public void add(final String value, final String row) throws FittingException {
        counts.add(value);
        if (counts.areTooMany()) {
            throw tooMany(" (the last one \"" + value + "\" in row \"" + row + "\")");
        }
    }

    /**
     * Takes the classes that another fit of the same column has met in later rows.
     *
     * @throws FittingException if there are too many then
     */
    public void merge(final ClassFit later) throws FittingException {
        counts.merge(later.counts);
        if (counts.areTooMany()) {
            throw tooMany("");
        }
    }

    private FittingException tooMany(final String where) {
        return new FittingException("The class column \"" + name + "\" has more than " + ValueCounts.MOST_VALUES
            + " different values" + where + ". Choose a column that holds classes.");
    }

    /**
     * The class column.
     *
     * @throws FittingException if fewer than two classes occur
     */
    public ClassColumn column() throws FittingException {
        final List<String> present = counts.present();
        if (present.isEmpty()) {
            throw new FittingException("The class column \"" + name
                + "\" has no value in any row. Choose another class column, or connect rows with a class.");
        }
        if (present.size() == 1) {
            throw new FittingException("The class column \"" + name + "\" has the value \"" + present.get(0)
                + "\" in every row: with one class there is nothing to tell apart. Choose another class column, or"
                + " connect rows of at least two classes.");
        }
        return new ClassColumn(name, counts.values());
    }
}
