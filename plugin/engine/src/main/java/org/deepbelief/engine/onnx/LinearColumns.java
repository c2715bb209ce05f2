// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.units.UnitType;

/**
 * The columns of which every number is one unit, (x - offset) / scale, side by side: numbers and the elements of
 * vectors, in double precision until they are units.
 */
final class LinearColumns {

    /** A unit farther out counts as this far, as in inference. */
    private static final double LARGEST_UNIT = 1e30;

    private final List<InputColumn> columns = new ArrayList<>();

    /** The unit that each number becomes. */
    private final int[] units;

    private final double[] offsets;

    private final double[] scales;

    private final boolean[] bounded;

    LinearColumns(final InputEncoding encoding) {
        int count = 0;
        for (final InputColumn column : encoding.columns()) {
            if (column instanceof NumberColumn || column instanceof VectorColumn) {
                columns.add(column);
                count += column.units();
            }
        }
        units = new int[count];
        offsets = new double[count];
        scales = new double[count];
        bounded = new boolean[count];
        int next = 0;
        for (int c = 0; c < encoding.columns().size(); c++) {
            if (encoding.columns().get(c) instanceof NumberColumn number) {
                next = set(next, 1, encoding.firstUnit(c), number.unitType(), number.offset(), number.scale());
            } else if (encoding.columns().get(c) instanceof VectorColumn vector) {
                next = set(next, vector.length(), encoding.firstUnit(c), vector.unitType(), vector.offset(),
                    vector.scale());
            }
        }
    }

    private int set(final int first, final int count, final int firstUnit, final UnitType type, final double offset,
        final double scale) {
        for (int i = 0; i < count; i++) {
            units[first + i] = firstUnit + i;
            offsets[first + i] = offset;
            scales[first + i] = scale;
            bounded[first + i] = type.bounded();
        }
        return first + count;
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    int[] units() {
        return units;
    }

    /**
     * From the inputs up.
     *
     * @param replacements one a unit of the encoding, for what is missing
     * @return the units, in single precision
     */
    String encode(final OnnxGraph graph, final float[] replacements) {
        final int count = units.length;
        final double[] divisors = new double[count];
        final double[] lowest = new double[count];
        final double[] highest = new double[count];
        final double[] ofMissing = new double[count];
        for (int i = 0; i < count; i++) {
            // a constant column is 0, whatever comes
            divisors[i] = scales[i] == 0 ? 1 : scales[i];
            lowest[i] = scales[i] == 0 || bounded[i] ? 0 : -LARGEST_UNIT;
            highest[i] = scales[i] == 0 ? 0 : bounded[i] ? 1 : LARGEST_UNIT;
            ofMissing[i] = replacements[units[i]];
        }
        final String numbers = graph.concatenate(columns.stream().map(InputColumn::name).toList());
        final String shifted = graph.add("Sub", numbers, graph.constant(offsets, 1, count));
        final String scaled = graph.add("Div", shifted, graph.constant(divisors, 1, count));
        final String notAbove = graph.add("Min", scaled, graph.constant(highest, 1, count));
        final String inside = graph.add("Max", notAbove, graph.constant(lowest, 1, count));
        final String whole = graph.add("Where", graph.isMissing(numbers), graph.constant(ofMissing, 1, count), inside);
        return graph.cast(whole, ElementType.FLOAT);
    }

    /**
     * From reconstructed units down.
     *
     * @param all all units of the encoding, in single precision
     * @param results receives for each column the name of its numbers
     */
    void decode(final OnnxGraph graph, final String all, final ColumnResults results) {
        final int count = units.length;
        final String own = graph.cast(graph.columns(all, longs(units), count), ElementType.DOUBLE);
        final String scaled = graph.add("Mul", own, graph.constant(scales, 1, count));
        final String numbers = graph.add("Add", scaled, graph.constant(offsets, 1, count));
        final List<String> parts =
            graph.split(numbers, columns.stream().mapToLong(InputColumn::units).toArray());
        for (int c = 0; c < parts.size(); c++) {
            results.take(columns.get(c), parts.get(c));
        }
    }

    static long[] longs(final int[] indices) {
        final long[] longs = new long[indices.length];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = indices[i];
        }
        return longs;
    }
}
