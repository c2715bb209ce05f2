// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.knime.core.data.BooleanValue;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.IntValue;
import org.knime.core.data.StringValue;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * A training log as the stages that the page shows: one a phase and layer, each with its epochs and a curve a measure.
 */
final class TrainingStages {

    /** A curve has at most so many points; of a longer training every second, third.. epoch is drawn, and the best. */
    static final int MAXIMUM_POINTS = 1_000;

    /** In the order of the page's charts. The validation column, where there is one, is "Validation " and the measure. */
    private static final List<String> MEASURES = List.of("Reconstruction error", "Loss", "Accuracy", "Free energy gap",
        "Pseudo-likelihood", "Mean activation", "Weight norm");

    private final Map<Key, List<Epoch>> stages = new LinkedHashMap<>();

    private record Key(String phase, int layer) {

        String name() {
            return layer == 0 ? phase : "Layer " + layer;
        }
    }

    /** One row of the log; a measure that is missing is NaN. */
    private record Epoch(int number, boolean best, double seconds, double[] training, double[] validation) {
    }

    private TrainingStages() {
    }

    static TrainingStages read(final DataTableSpec spec, final Iterable<DataRow> log) {
        final TrainingStages result = new TrainingStages();
        final Columns columns = new Columns(spec);
        for (final DataRow row : log) {
            final Key key = new Key(columns.text(row, "Phase"), (int)columns.number(row, "Layer"));
            final double[] training = MEASURES.stream().mapToDouble(m -> columns.number(row, m)).toArray();
            final double[] validation =
                MEASURES.stream().mapToDouble(m -> columns.number(row, validationColumn(m))).toArray();
            result.stages.computeIfAbsent(key, k -> new ArrayList<>())
                .add(new Epoch((int)columns.number(row, "Epoch"), columns.isTrue(row, "Best epoch"),
                    columns.number(row, "Seconds"), training, validation));
        }
        return result;
    }

    private static String validationColumn(final String measure) {
        return "Validation " + Character.toLowerCase(measure.charAt(0)) + measure.substring(1);
    }

    void write(final JsonGenerator json) throws IOException {
        final boolean onePhase = stages.keySet().stream().map(Key::phase).distinct().count() <= 1;
        json.writeArrayFieldStart("stages");
        for (final Map.Entry<Key, List<Epoch>> stage : stages.entrySet()) {
            final Key key = stage.getKey();
            json.writeStartObject();
            json.writeStringField("name", onePhase || key.layer() == 0 ? key.name() : key.phase() + ", " + key.name());
            json.writeStringField("phase", key.phase());
            writeEpochs(json, stage.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeEpochs(final JsonGenerator json, final List<Epoch> all) throws IOException {
        final List<Epoch> drawn = thinned(all);
        json.writeNumberField("total", all.size());
        json.writeFieldName("seconds");
        Json.writeNumber(json, all.stream().mapToDouble(Epoch::seconds).sum());
        json.writeFieldName("bestEpoch");
        Json.writeNumber(json, all.stream().filter(Epoch::best).mapToDouble(Epoch::number).findFirst().orElse(Double.NaN));
        json.writeArrayFieldStart("epochs");
        for (final Epoch epoch : drawn) {
            json.writeNumber(epoch.number());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("curves");
        for (int i = 0; i < MEASURES.size(); i++) {
            final int measure = i;
            final double[] training = drawn.stream().mapToDouble(epoch -> epoch.training()[measure]).toArray();
            final double[] validation = drawn.stream().mapToDouble(epoch -> epoch.validation()[measure]).toArray();
            if (isMeasured(training) || isMeasured(validation)) {
                json.writeStartObject();
                json.writeStringField("measure", MEASURES.get(measure));
                writeCurve(json, "training", training);
                writeCurve(json, "validation", validation);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    /** Counted from the last epoch backwards: how a training ended matters more than how it began. */
    private static List<Epoch> thinned(final List<Epoch> all) {
        final int step = (all.size() + MAXIMUM_POINTS - 1) / MAXIMUM_POINTS;
        final List<Epoch> drawn = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).best() || (all.size() - 1 - i) % step == 0) {
                drawn.add(all.get(i));
            }
        }
        return drawn;
    }

    private static boolean isMeasured(final double[] values) {
        for (final double value : values) {
            if (Double.isFinite(value)) {
                return true;
            }
        }
        return false;
    }

    private static void writeCurve(final JsonGenerator json, final String name, final double[] values)
        throws IOException {
        if (!isMeasured(values)) {
            json.writeNullField(name);
            return;
        }
        json.writeArrayFieldStart(name);
        for (final double value : values) {
            Json.writeNumber(json, value);
        }
        json.writeEndArray();
    }

    /** The log's columns by name; one that the table lacks was not measured. */
    private record Columns(DataTableSpec spec) {

        private DataCell cell(final DataRow row, final String column) {
            final int index = spec.findColumnIndex(column);
            return index < 0 || row.getCell(index).isMissing() ? null : row.getCell(index);
        }

        double number(final DataRow row, final String column) {
            final DataCell cell = cell(row, column);
            if (cell instanceof IntValue integer) {
                return integer.getIntValue();
            }
            return cell == null ? Double.NaN : ((DoubleValue)cell).getDoubleValue();
        }

        String text(final DataRow row, final String column) {
            return cell(row, column) instanceof StringValue text ? text.getStringValue() : "Training";
        }

        boolean isTrue(final DataRow row, final String column) {
            return cell(row, column) instanceof BooleanValue flag && flag.getBooleanValue();
        }
    }
}
