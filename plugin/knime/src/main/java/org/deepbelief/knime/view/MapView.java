// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.knime.table.ImageTable;
import org.deepbelief.knime.table.MapTable;
import org.deepbelief.knime.table.TrainingLogTable;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataTable;
import org.knime.node.DefaultNode;

import com.fasterxml.jackson.core.JsonGenerator;

/** The view of a map: its rows as points, then the learning curves and receptive fields as for every trainer. */
public final class MapView {

    private static final String DESCRIPTION = """
        The map: each row a point, coloured by its class or by another column. Point at a row to see its row ID, its
        values and, where the input is an image, its picture; drag over the map or turn the wheel to zoom in, and choose
        a class to see it alone. Of more than 5,000 rows (2,000 with pictures) a random part is drawn. Further tabs show
        how the training went: the loss over the epochs (training solid, validation dashed; the epoch whose weights were
        kept and the best on rows held out are marked) and, where the input is an image, what each unit of the first
        layer responds to.
        """;

    /** The longest side of a row's picture, so that all fit into a page. */
    private static final int PICTURE_SIDE = 28;

    private static final int POINTS = 2;

    private MapView() {
    }

    /**
     * Adds the view to a node that keeps as internal tables its training log, an {@link ImageTable} of receptive
     * fields, and the points and pictures of a {@link MapTable}.
     *
     * @param node the node
     * @return the node
     */
    public static DefaultNode addTo(final DefaultNode node) {
        return node.addView(view -> view //
            .withoutParameters() //
            .description(DESCRIPTION) //
            .page(page -> page.fromFile() //
                .bundleClass(MapView.class) //
                .basePath("view") //
                .relativeFilePath("map.js") //
                .addResourceDirectory("modules") //
                .addResourceFile("lib/uPlot.esm.js"))
            .initialData(data -> data.data(input -> initialData(input.getInternalTables()))));
    }

    private static String initialData(final BufferedDataTable[] tables) {
        return initialData(TrainingLogTable.read(tables[0]), ImageGroups.read(tables[1]),
            tables[POINTS].getDataTableSpec(), tables[POINTS], tables[POINTS + 1]);
    }

    /** The page's initial data: the map, the log's stages and the images, as JSON. */
    static String initialData(final TrainingLog log, final ImageGroups fields, final DataTableSpec spec,
        final Iterable<DataRow> points, final Iterable<DataRow> pictures) {
        final StringWriter text = new StringWriter();
        JsonText.write(text, json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("map");
            writePoints(spec, points, json);
            new ImageGroups(MapTable.MOST_PICTURES, PICTURE_SIDE).with(pictures).write("pictures", json);
            json.writeEndObject();
            TrainingStages.write("stages", log, json);
            fields.write("images", json);
            json.writeEndObject();
        });
        return text.toString();
    }

    private static void writePoints(final DataTableSpec spec, final Iterable<DataRow> table, final JsonGenerator json)
        throws IOException {
        final List<MapTable.Point> points = new ArrayList<>();
        MapTable.read(table, points::add);
        json.writeNumberField("rows", points.stream().mapToLong(MapTable.Point::rows).sum());
        json.writeArrayFieldStart("keys");
        for (final MapTable.Point point : points) {
            json.writeString(point.key());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("coordinates");
        final int dimensions = points.isEmpty() ? 0 : points.get(0).coordinates().length;
        for (int k = 0; k < dimensions; k++) {
            json.writeStartArray();
            for (final MapTable.Point point : points) {
                json.writeNumber((float)point.coordinates()[k]);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("colours");
        final List<String> names = MapTable.colours(spec);
        for (int c = 0; c < names.size(); c++) {
            json.writeStartObject();
            json.writeStringField("name", names.get(c));
            final int colour = c;
            final List<Object> values = points.stream().map(point -> point.colours().get(colour)).toList();
            if (MapTable.areNumbers(spec).get(c)) {
                writeNumbers(values, json);
            } else {
                writeNames(values, json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeNumbers(final List<Object> values, final JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("values");
        for (final Object value : values) {
            JsonText.writeNumber(json, value == null ? Double.NaN : (Double)value);
        }
        json.writeEndArray();
    }

    /** Each name once, and for each row the index of its name, or null. */
    private static void writeNames(final List<Object> values, final JsonGenerator json) throws IOException {
        final Map<Object, Integer> indices = new LinkedHashMap<>();
        values.stream().filter(Objects::nonNull).sorted().forEach(name -> indices.putIfAbsent(name, indices.size()));
        json.writeArrayFieldStart("names");
        for (final Object name : indices.keySet()) {
            json.writeString((String)name);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("values");
        for (final Object value : values) {
            if (value == null) {
                json.writeNull();
            } else {
                json.writeNumber(indices.get(value));
            }
        }
        json.writeEndArray();
    }
}
