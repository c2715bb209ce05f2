// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.QuantileColumn;

/** The columns by their quantiles side by side, see {@link QuantileColumn}, in double precision until they are units. */
final class QuantileColumns {

    /** Where the logarithm begins, in scales from the centre. */
    private static final double LINEAR = QuantileColumn.LINEAR;

    private final List<QuantileColumn> columns = new ArrayList<>();

    /** The unit of the robust z-score of each column; those of its bins follow. */
    private final List<Integer> firstUnits = new ArrayList<>();

    QuantileColumns(final InputEncoding encoding) {
        for (int c = 0; c < encoding.columns().size(); c++) {
            if (encoding.columns().get(c) instanceof QuantileColumn column) {
                columns.add(column);
                firstUnits.add(encoding.firstUnit(c));
            }
        }
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /** The units in the order in which {@link #encode} gives them: all scores, then all bins. */
    int[] units() {
        final int scores = columns.size();
        final int[] units = Arrays.copyOf(firstUnits.stream().mapToInt(Integer::intValue).toArray(), scores + bins());
        int next = scores;
        for (int c = 0; c < scores; c++) {
            for (int bin = 1; bin < columns.get(c).units(); bin++) {
                units[next++] = firstUnits.get(c) + bin;
            }
        }
        return units;
    }

    private int bins() {
        return columns.stream().mapToInt(column -> column.units() - 1).sum();
    }

    /**
     * From the inputs up.
     *
     * @param replacements one a unit of the encoding, for what is missing
     * @return the units, in single precision
     */
    String encode(final OnnxGraph graph, final float[] replacements) {
        final int scores = columns.size();
        final double[] ofMissing = Arrays.stream(units()).mapToDouble(unit -> replacements[unit]).toArray();
        final String numbers = graph.concatenate(columns.stream().map(QuantileColumn::name).toList());
        final String known = scores(graph, graph.add("Mul", numbers, graph.number(0.5)));
        final String score = graph.add("Where", graph.isMissing(numbers),
            graph.constant(Arrays.copyOf(ofMissing, scores), 1, scores), known);

        final long[] ofBins = new long[bins()];
        final double[] below = new double[bins()];
        final double[] widths = new double[bins()];
        int next = 0;
        for (int c = 0; c < scores; c++) {
            final List<Double> edges = columns.get(c).edges();
            for (int bin = 1; bin < edges.size(); bin++) {
                ofBins[next] = c;
                below[next] = edges.get(bin - 1) / 2;
                widths[next++] = edges.get(bin) / 2 - edges.get(bin - 1) / 2;
            }
        }
        final String repeated = graph.columns(numbers, ofBins, next);
        final String above = graph.add("Sub", graph.add("Mul", repeated, graph.number(0.5)),
            graph.constant(below, 1, next));
        final String filled = graph.add("Clip", graph.add("Div", above, graph.constant(widths, 1, next)),
            graph.number(0), graph.number(1));
        final String bin = graph.add("Where", graph.isMissing(repeated),
            graph.constant(Arrays.copyOfRange(ofMissing, scores, scores + next), 1, next), filled);
        return graph.cast(graph.concatenate(List.of(score, bin)), ElementType.FLOAT);
    }

    /** The Gaussian units of half the numbers: halves, since a difference may be beyond the largest number. */
    private String scores(final OnnxGraph graph, final String halves) {
        final int count = columns.size();
        final double[] centres = columns.stream().mapToDouble(column -> column.centre() / 2).toArray();
        final double[] scales = columns.stream().mapToDouble(column -> column.scale() / 2).toArray();
        final String score = graph.add("Div", graph.add("Sub", halves, graph.constant(centres, 1, count)),
            graph.constant(scales, 1, count));
        final String size = graph.add("Min", graph.add("Abs", score), graph.number(Double.MAX_VALUE));
        final String beyond = graph.add("Max", graph.add("Sub", size, graph.number(LINEAR)), graph.number(0));
        final String tail = graph.add("Log", graph.add("Add", beyond, graph.number(1)));
        return graph.add("Add", graph.add("Clip", score, graph.number(-LINEAR), graph.number(LINEAR)),
            graph.add("Mul", graph.add("Sign", score), tail));
    }

    /**
     * From reconstructed units down, as {@link QuantileColumn} decodes them.
     *
     * @param all all units of the encoding, in single precision
     * @param results receives for each column the name of its numbers
     */
    void decode(final OnnxGraph graph, final String all, final ColumnResults results) {
        final int count = columns.size();
        final double[] lowest = columns.stream().mapToDouble(QuantileColumn::lowest).toArray();
        final double[] highest = columns.stream().mapToDouble(QuantileColumn::highest).toArray();
        final double[] toldShares = columns.stream().mapToDouble(column -> column.decodesBins() ? 0 : 1).toArray();
        final double[] filledShares = columns.stream().mapToDouble(column -> column.decodesBins() ? 1 : 0).toArray();
        final String most = graph.constant(highest, 1, count);
        final String least = graph.constant(lowest, 1, count);
        final String told = graph.add("Max", graph.add("Min", ofScores(graph, all), most), least);
        final String filled = graph.add("Add", ofBins(graph, all), least);
        final String number = graph.add("Add", graph.add("Mul", told, graph.constant(toldShares, 1, count)),
            graph.add("Mul", filled, graph.constant(filledShares, 1, count)));
        final long[] ones = new long[count];
        Arrays.fill(ones, 1);
        final List<String> parts = graph.split(graph.add("Min", number, most), ones);
        for (int c = 0; c < count; c++) {
            results.take(columns.get(c), parts.get(c));
        }
    }

    private String ofScores(final OnnxGraph graph, final String all) {
        final int count = columns.size();
        final long[] first = firstUnits.stream().mapToLong(Integer::longValue).toArray();
        final double[] centres = columns.stream().mapToDouble(QuantileColumn::centre).toArray();
        final double[] scales = columns.stream().mapToDouble(QuantileColumn::scale).toArray();
        final String unit = graph.cast(graph.columns(all, first, count), ElementType.DOUBLE);
        final String size = graph.add("Min", graph.add("Abs", unit), graph.number(QuantileColumn.LARGEST));
        final String beyond = graph.add("Max", graph.add("Sub", size, graph.number(LINEAR)), graph.number(0));
        final String tail = graph.add("Sub", graph.add("Exp", beyond), graph.number(1));
        final String score = graph.add("Add", graph.add("Clip", unit, graph.number(-LINEAR), graph.number(LINEAR)),
            graph.add("Mul", graph.add("Sign", unit), tail));
        final String scaled = graph.add("Mul", score, graph.constant(scales, 1, count));
        return graph.add("Add", scaled, graph.constant(centres, 1, count));
    }

    /** The filled parts of the bins above the lowest edge: rows x columns x the most bins, of which those too many 0. */
    private String ofBins(final OnnxGraph graph, final String all) {
        final int count = columns.size();
        final int most = columns.stream().mapToInt(column -> column.units() - 1).max().getAsInt();
        final long[] units = new long[count * most];
        final double[] widths = new double[count * most];
        for (int c = 0; c < count; c++) {
            final List<Double> edges = columns.get(c).edges();
            Arrays.fill(units, c * most, (c + 1) * most, firstUnits.get(c));
            for (int bin = 1; bin < edges.size(); bin++) {
                units[c * most + bin - 1] = firstUnits.get(c) + bin;
                widths[c * most + bin - 1] =
                    columns.get(c).decodesBins() ? edges.get(bin) - edges.get(bin - 1) : 0;
            }
        }
        final String filled = graph.add("Clip", graph.cast(graph.columns(all, units, count, most), ElementType.DOUBLE),
            graph.number(0), graph.number(1));
        final String parts = graph.add("Mul", filled, graph.constant(widths, 1, count, most));
        return graph.operation("ReduceSum").with("keepdims", 0).of(parts, graph.constant(new long[]{2}, 1));
    }
}
