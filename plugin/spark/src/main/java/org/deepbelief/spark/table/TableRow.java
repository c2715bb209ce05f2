// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.Serializable;

/**
 * The values of a row that are read, by kind and in the order of the {@link Columns}.
 *
 * @param name how messages name it
 * @param numbers NaN where missing
 * @param texts null where missing
 * @param vectors null where missing, NaN where an element is
 */
public record TableRow(String name, double[] numbers, String[] texts, double[][] vectors) implements Serializable {
}
