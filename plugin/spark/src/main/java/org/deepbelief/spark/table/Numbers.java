// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.util.regex.Pattern;

/** Numbers in texts. */
final class Numbers {

    /** What Java takes for a number without what else it would: hexadecimal ones, and a type at the end. */
    private static final Pattern NUMBER =
        Pattern.compile("\\s*[-+]?(NaN|Infinity|(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?)\\s*");

    private Numbers() {
    }

    static boolean isNumber(final String text) {
        return NUMBER.matcher(text).matches();
    }
}
