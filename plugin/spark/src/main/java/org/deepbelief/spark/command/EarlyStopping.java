// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import org.deepbelief.spark.command.Options.Range;

/**
 * When a training stops early.
 *
 * @param patience after how many epochs without a lower loss on the rows held out; 0 where it does not stop early
 */
record EarlyStopping(int patience) {

    private static final int PATIENCE = 10;

    /**
     * As the options ask for it.
     *
     * @param validationShare the share of rows that is held out
     * @throws IllegalArgumentException if it is to stop early, but there are no such rows
     */
    static EarlyStopping of(final Options options, final double validationShare) {
        final int patience = options.whole("patience", PATIENCE, Range.COUNT);
        final boolean asked = options.flag("stopEarly", false);
        if (asked && validationShare == 0) {
            throw new IllegalArgumentException("Stopping early watches rows that are held out, but none are. Set the"
                + " validation share (validationShare) to about 0.1, or stopEarly to false.");
        }
        return new EarlyStopping(asked ? patience : 0);
    }

    boolean asked() {
        return patience > 0;
    }
}
