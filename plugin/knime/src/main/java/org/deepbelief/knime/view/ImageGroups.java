// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.deepbelief.knime.table.ImageTable;
import org.deepbelief.knime.table.ImageTable.Kind;
import org.knime.core.data.DataRow;

import com.fasterxml.jackson.core.JsonGenerator;

/** The images of an {@link ImageTable}, made small enough for a page: scaled down, counted, a byte per pixel. */
final class ImageGroups {

    /** Of each group so many images are shown. */
    static final int MAXIMUM_IMAGES = 1_000;

    /** A larger image is scaled down until no side is longer. */
    static final int MAXIMUM_SIDE = 64;

    /** All images of a view have at most so many pixels after scaling. */
    static final int MAXIMUM_PIXELS = 4_000_000;

    /** Bytes 0 to 254 span an image's values, so that there is a middle; one more stands for a missing pixel. */
    private static final int TOP = 254;

    private static final byte MISSING = (byte)255;

    private final int mostImages;

    private final int mostSide;

    private final Map<String, Group> groups = new LinkedHashMap<>();

    private int pixelsTaken;

    private record Image(String label, String detail, double low, double high, byte[] pixels) {
    }

    private final class Group {

        private final Kind kind;
        private final int width;
        private final int height;
        private final int factor;
        private final List<Image> images = new ArrayList<>();
        private int total;

        Group(final Kind kind, final int width, final int height) {
            this.kind = kind;
            this.width = width;
            this.height = height;
            factor = (Math.max(width, height) + mostSide - 1) / mostSide;
        }

        int drawnWidth() {
            return (width + factor - 1) / factor;
        }

        int drawnHeight() {
            return (height + factor - 1) / factor;
        }
    }

    /** No images yet; of each group the first thousand are shown. */
    ImageGroups() {
        this(MAXIMUM_IMAGES, MAXIMUM_SIDE);
    }

    /**
     * @param mostImages of each group so many are shown
     * @param mostSide a larger image is scaled down until no side is longer
     */
    ImageGroups(final int mostImages, final int mostSide) {
        this.mostImages = mostImages;
        this.mostSide = mostSide;
    }

    static ImageGroups read(final Iterable<DataRow> table) {
        return new ImageGroups().with(table);
    }

    /** These images and those of the table. */
    ImageGroups with(final Iterable<DataRow> table) {
        ImageTable.read(table, this::add);
        return this;
    }

    private void add(final ImageTable.Image row) {
        final Group group = groups.computeIfAbsent(row.group(),
            name -> new Group(row.kind(), row.width(), row.pixels().length / row.width()));
        if (row.width() != group.width || row.pixels().length != group.width * group.height) {
            throw new IllegalArgumentException("Image \"" + row.key() + "\" has " + row.pixels().length
                + " pixels and the width " + row.width() + ", others of \"" + row.group() + "\" have "
                + group.width * group.height + " and " + group.width + ".");
        }
        group.total++;
        final int size = group.drawnWidth() * group.drawnHeight();
        if (group.images.size() == mostImages || pixelsTaken + size > MAXIMUM_PIXELS) {
            return;
        }
        pixelsTaken += size;
        final double[] pixels = scaledDown(group, row.pixels());
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (final double pixel : pixels) {
            if (Double.isFinite(pixel)) {
                low = Math.min(low, pixel);
                high = Math.max(high, pixel);
            }
        }
        if (low > high) {
            low = 0;
            high = 0;
        }
        if (group.kind == Kind.WEIGHTS) {
            high = Math.max(Math.abs(low), Math.abs(high));
            low = -high;
        }
        final byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            final double share = high > low ? (pixels[i] - low) / (high - low) : 0.5;
            bytes[i] = Double.isFinite(pixels[i]) ? (byte)Math.round(share * TOP) : MISSING;
        }
        group.images.add(new Image(row.label(), row.detail(), low, high, bytes));
    }

    /** Means over squares of pixels; a missing pixel is left out of its mean. */
    private static double[] scaledDown(final Group group, final double[] values) {
        final int drawnWidth = group.drawnWidth();
        final double[] sums = new double[drawnWidth * group.drawnHeight()];
        final int[] counts = new int[sums.length];
        for (int i = 0; i < values.length; i++) {
            final double value = values[i];
            if (Double.isFinite(value)) {
                final int pixel = i / group.width / group.factor * drawnWidth + i % group.width / group.factor;
                sums[pixel] += value;
                counts[pixel]++;
            }
        }
        for (int pixel = 0; pixel < sums.length; pixel++) {
            sums[pixel] = counts[pixel] == 0 ? Double.NaN : sums[pixel] / counts[pixel];
        }
        return sums;
    }

    void write(final String field, final JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (final Map.Entry<String, Group> entry : groups.entrySet()) {
            final Group group = entry.getValue();
            json.writeStartObject();
            json.writeStringField("name", entry.getKey());
            json.writeStringField("kind", group.kind == Kind.WEIGHTS ? "weights" : "samples");
            json.writeNumberField("width", group.drawnWidth());
            json.writeNumberField("height", group.drawnHeight());
            json.writeFieldName("scaledFrom");
            if (group.factor == 1) {
                json.writeNull();
            } else {
                json.writeArray(new int[]{group.width, group.height}, 0, 2);
            }
            json.writeNumberField("total", group.total);
            json.writeArrayFieldStart("images");
            for (final Image image : group.images) {
                json.writeStartObject();
                json.writeStringField("label", image.label());
                json.writeStringField("detail", image.detail());
                json.writeNumberField("low", image.low());
                json.writeNumberField("high", image.high());
                json.writeBinaryField("pixels", image.pixels());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
