// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.VectorColumn;

/** The columns of a table as inputs of a graph, and the units that they become, and back. */
final class Columns {

    private final OnnxGraph graph;

    private final InputEncoding encoding;

    private final LinearColumns linear;

    private final QuantileColumns quantiles;

    private final Map<InputColumn, NominalUnits> nominal = new LinkedHashMap<>();

    /** Adds the inputs to the graph, in the order of the columns: one column of a row each, a vector its elements. */
    Columns(final OnnxGraph graph, final InputEncoding encoding) {
        this.graph = graph;
        this.encoding = encoding;
        linear = new LinearColumns(encoding);
        quantiles = new QuantileColumns(encoding);
        for (int c = 0; c < encoding.columns().size(); c++) {
            final InputColumn column = encoding.columns().get(c);
            graph.input(column.name(), type(column), width(column));
            if (column instanceof NominalColumn values) {
                nominal.put(column, new NominalUnits(values, encoding.firstUnit(c)));
            }
        }
    }

    /** What a column is in the graph. */
    static ElementType type(final InputColumn column) {
        return column instanceof NominalColumn ? ElementType.STRING : ElementType.DOUBLE;
    }

    /** How many values of a column a row has in the graph. */
    static long width(final InputColumn column) {
        return column instanceof VectorColumn vector ? vector.length() : 1;
    }

    /** The units that the inputs become, rows x units in single precision. */
    String units() {
        final float[] replacements = encoding.replacements();
        final List<String> parts = new ArrayList<>();
        final List<int[]> unitsOfParts = new ArrayList<>();
        if (!linear.isEmpty()) {
            parts.add(linear.encode(graph, replacements));
            unitsOfParts.add(linear.units());
        }
        if (!quantiles.isEmpty()) {
            parts.add(quantiles.encode(graph, replacements));
            unitsOfParts.add(quantiles.units());
        }
        for (final NominalUnits units : nominal.values()) {
            parts.add(units.encode(graph, replacements));
            unitsOfParts.add(units.units());
        }
        final int[] given = unitsOfParts.stream().flatMapToInt(Arrays::stream).toArray();
        final long[] places = new long[given.length];
        boolean inOrder = true;
        for (int i = 0; i < given.length; i++) {
            places[given[i]] = i;
            inOrder &= given[i] == i;
        }
        final String joined = graph.concatenate(parts);
        return inOrder ? joined : graph.columns(joined, places, places.length);
    }

    /** Hands out what units, rows x units in single precision, stand for in each column, column after column. */
    void decode(final String units, final ColumnResults results) {
        final Map<InputColumn, String> values = new LinkedHashMap<>();
        if (!linear.isEmpty()) {
            linear.decode(graph, units, values::put);
        }
        if (!quantiles.isEmpty()) {
            quantiles.decode(graph, units, values::put);
        }
        nominal.forEach((column, ofColumn) -> values.put(column, ofColumn.decode(graph, units)));
        encoding.columns().forEach(column -> results.take(column, values.get(column)));
    }
}
