// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import org.deepbelief.engine.data.InputEncoding;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;

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

    /**
     * Encodes the numbers of a row from a column on, up to the first value that is not a usual number.
     *
     * @param cells the row
     * @param tableColumns by column: its index in the row
     * @param first the first column
     * @param end the column after the last
     * @param row receives the units
     * @return the column of that value; {@code end} where there is none
     */
    int encode(final DataRow cells, final int[] tableColumns, final int first, final int end, final float[] row) {
        for (int c = first; c < end; c++) {
            final DataCell cell = cells.getCell(tableColumns[c]);
            final double number = cell instanceof DoubleCell exact ? exact.getDoubleValue()
                : cell instanceof IntCell whole ? whole.getIntValue() : Double.NaN;
            if (!(number >= least[c] && number <= most[c])) {
                return c;
            }
            row[units[c]] = (float)((number - offsets[c]) / scales[c]);
        }
        return end;
    }
}
