// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.deepbelief.engine.data.NominalColumn;

/** A nominal column as texts in the graph: a missing value is the empty text, unless that is a value of the column. */
final class NominalUnits {

    private static final String MISSING = "";

    private static final long UNKNOWN = -1;

    private final NominalColumn column;

    private final int firstUnit;

    NominalUnits(final NominalColumn column, final int firstUnit) {
        this.column = column;
        this.firstUnit = firstUnit;
    }

    int[] units() {
        return LongStream.range(firstUnit, firstUnit + column.units()).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * From the input up: the unit of the value is 1, the others 0, and all of them 0 for a value that is not known.
     *
     * @param replacements one a unit of the encoding, for what is missing: 1 for the value that stands in
     * @return the units, in single precision
     */
    String encode(final OnnxGraph graph, final float[] replacements) {
        final List<String> texts = new ArrayList<>(column.values());
        final List<Long> places = new ArrayList<>(LongStream.range(0, texts.size()).boxed().toList());
        if (!texts.contains(MISSING)) {
            long standIn = 0;
            while (replacements[firstUnit + (int)standIn] != 1) {
                standIn++;
            }
            texts.add(MISSING);
            places.add(standIn);
        }
        final String place = graph.mlOperation("LabelEncoder").with("keys_strings", texts)
            .with("values_int64s", places.stream().mapToLong(Long::longValue).toArray())
            .with("default_int64", UNKNOWN).of(column.name());
        final int count = column.units();
        final String own = graph.constant(LongStream.range(0, count).toArray(), 1, count);
        return graph.cast(graph.add("Equal", place, own), ElementType.FLOAT);
    }

    /**
     * From reconstructed units down: the value whose unit is the greatest; of equal ones the first.
     *
     * @param all all units of the encoding, in single precision
     * @return the texts
     */
    String decode(final OnnxGraph graph, final String all) {
        final String own = graph.columns(all, LinearColumns.longs(units()), column.units());
        return graph.choose(column.values(), graph.operation("ArgMax").with("axis", 1).with("keepdims", 1).of(own));
    }
}
