// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.Optional;

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

    /**
     * Columns whose numbers are gathered before they are encoded. Cells lie about the memory; the less a processor does
     * with each, the more of them it reads ahead.
     */
    private static final int BLOCK = 256;

    private final double[] numbers = new double[BLOCK];

    private final int[] units;

    private final double[] offsets;

    private final double[] scales;

    private final double[] least;

    private final double[] most;

    /** By column: the first from there on whose numbers are not encoded by a line. */
    private final int[] lineEnds;

    private int gatheredFrom;

    private int gatheredEnd;

    /** @param findings tells of which numbers there is something to say */
    UsualNumbers(final InputEncoding encoding, final InputFindings findings) {
        final int columns = encoding.columns().size();
        units = new int[columns];
        offsets = new double[columns];
        scales = new double[columns];
        least = new double[columns];
        most = new double[columns];
        lineEnds = new int[columns];
        int end = columns;
        for (int c = columns - 1; c >= 0; c--) {
            final Optional<InputEncoding.Line> line = encoding.line(c);
            if (line.isEmpty()) {
                end = c;
            } else {
                units[c] = line.get().unit();
                offsets[c] = line.get().offset();
                scales[c] = line.get().scale();
                least[c] = Math.max(line.get().least(), findings.leastUsual(c));
                most[c] = Math.min(line.get().most(), findings.mostUsual(c));
            }
            lineEnds[c] = end;
        }
    }

    /** To be called before the columns of a row, or of a part of it, are encoded from the first on. */
    void begin() {
        gatheredEnd = 0;
    }

    /**
     * Encodes the numbers of a row from a column on, up to the first value that is not a usual number.
     *
     * @param cells the row
     * @param tableColumns by column: its index in the row
     * @param first the first column after {@link #begin}, else the one behind that which was returned last
     * @param end the column after the last
     * @param row receives the units
     * @return the column of that value; {@code end} where there is none
     */
    int encode(final DataRow cells, final int[] tableColumns, final int first, final int end, final float[] row) {
        int next = first;
        while (next < end) {
            if (next >= gatheredEnd) {
                gather(cells, tableColumns, next, Math.min(Math.min(end, next + BLOCK), lineEnds[next]));
            }
            next = encode(next, row);
            if (next < gatheredEnd || next == gatheredFrom) {
                return next;
            }
        }
        return end;
    }

    /** Gathers numbers, up to the first cell that is none. */
    private void gather(final DataRow cells, final int[] tableColumns, final int first, final int end) {
        gatheredFrom = first;
        gatheredEnd = end;
        for (int c = first; c < end; c++) {
            final DataCell cell = cells.getCell(tableColumns[c]);
            if (cell instanceof DoubleCell exact) {
                numbers[c - first] = exact.getDoubleValue();
            } else if (cell instanceof IntCell whole) {
                numbers[c - first] = whole.getIntValue();
            } else {
                gatheredEnd = c;
                return;
            }
        }
    }

    /** Encodes gathered numbers, up to the first that is not usual. */
    private int encode(final int first, final float[] row) {
        final int from = gatheredFrom;
        final int end = gatheredEnd;
        for (int c = first; c < end; c++) {
            final double number = numbers[c - from];
            if (!(number >= least[c] && number <= most[c])) {
                return c;
            }
            row[units[c]] = (float)((number - offsets[c]) / scales[c]);
        }
        return end;
    }
}
