// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/** The ranges that settings must keep to. */
final class Ranges {

    private Ranges() {
    }

    static void atLeast(final String name, final int value, final int least) {
        if (value < least) {
            throw new IllegalArgumentException("The " + name + " is " + value + "; choose at least " + least + ".");
        }
    }

    static void require(final boolean fits, final String name, final Object value, final String range) {
        if (!fits) {
            throw new IllegalArgumentException("The " + name + " is " + value + "; choose " + range + ".");
        }
    }

    static void positive(final String name, final double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The " + name + " is " + value + "; choose above 0.");
        }
    }

    static void notNegative(final String name, final double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The " + name + " is " + value + "; choose at least 0.");
        }
    }

    static void share(final String name, final double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("The " + name + " is " + value + "; choose from 0 to below 1.");
        }
    }
}
