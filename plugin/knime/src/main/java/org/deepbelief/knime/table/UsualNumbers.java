// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import org.deepbelief.engine.data.InputEncoding;

/**
 * The numbers that a network was trained with the like of, which nearly all of a table's are: encoded as by
 * {@link InputEncoding#encode(int, double, float[])}, in the few operations that they need. On a wide table reading
 * takes longer than the network does.
 */
final class UsualNumbers {

    private final int[] units;

    private final double[] offsets;

    private final double[] scales;

    private final double[] least;

    private final double[] most;

    /** @param findings tells of which numbers there is something to say */
    UsualNumbers(final InputEncoding encoding, final InputFindings findings) {
        final int columns = encoding.columns().size();
        units = new int[columns];
        offsets = new double[columns];
        scales = new double[columns];
        least = new double[columns];
        most = new double[columns];
        for (int c = 0; c < columns; c++) {
            final int column = c;
            least[c] = Double.NaN;
            encoding.line(c).ifPresent(line -> {
                units[column] = line.unit();
                offsets[column] = line.offset();
                scales[column] = line.scale();
                least[column] = Math.max(line.least(), findings.leastUsual(column));
                most[column] = Math.min(line.most(), findings.mostUsual(column));
            });
        }
    }

    /** Encodes a number of a column into a row of units if it is a usual one; otherwise nothing is done. */
    boolean encode(final int column, final double number, final float[] row) {
        if (number >= least[column] && number <= most[column]) {
            row[units[column]] = (float)((number - offsets[column]) / scales[column]);
            return true;
        }
        return false;
    }
}
