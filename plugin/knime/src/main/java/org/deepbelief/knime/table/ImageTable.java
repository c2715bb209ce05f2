// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.OptionalInt;
import java.util.function.Consumer;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.QuantileColumn;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataTableSpecCreator;
import org.knime.core.data.IntValue;
import org.knime.core.data.StringValue;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;
import org.knime.core.data.vector.doublevector.DoubleVectorValue;

/**
 * The table in which a node keeps the images that its view shows, one row an image. Images of one group, which is a tab
 * of the view, follow each other and have the same width and number of pixels.
 */
public final class ImageTable {

    /** The table's columns: group, kind, label, detail, width and pixels. */
    public static final DataTableSpec SPEC = new DataTableSpecCreator().addColumns( //
        new DataColumnSpecCreator("Group", StringCell.TYPE).createSpec(),
        new DataColumnSpecCreator("Kind", StringCell.TYPE).createSpec(),
        new DataColumnSpecCreator("Label", StringCell.TYPE).createSpec(),
        new DataColumnSpecCreator("Detail", StringCell.TYPE).createSpec(),
        new DataColumnSpecCreator("Width", IntCell.TYPE).createSpec(),
        new DataColumnSpecCreator("Pixels", DoubleVectorCellFactory.TYPE).createSpec()).createSpec();

    /** What an image's pixels are, and so how they are coloured. */
    public enum Kind {
        /** Weights, coloured around zero. */
        WEIGHTS,
        /** Values of the input, in grey. */
        SAMPLES
    }

    /**
     * A row as it is read.
     *
     * @param key the row's key
     * @param group the tab under which the image is shown
     * @param kind what the pixels are
     * @param label the image's name
     * @param detail what else is to be said about it, may be empty
     * @param width in pixels
     * @param pixels row by row from the upper left; NaN for a missing one
     */
    public record Image(String key, String group, Kind kind, String label, String detail, int width, double[] pixels) {
    }

    private ImageTable() {
    }

    /**
     * A row of the table.
     *
     * @param key the row's key
     * @param group the tab under which the image is shown
     * @param kind what the pixels are
     * @param label the image's name, such as "Unit 17" or a class
     * @param detail what else is to be said when the pointer is on the image, may be empty
     * @param width the image's width in pixels; it divides the number of pixels
     * @param pixels row by row from the upper left; NaN for a missing one
     * @return the row
     */
    public static DataRow row(final String key, final String group, final Kind kind, final String label,
        final String detail, final int width, final double[] pixels) {
        if (width < 1 || pixels.length == 0 || pixels.length % width != 0) {
            throw new IllegalArgumentException(pixels.length + " pixels make no image of width " + width);
        }
        return new DefaultRow(key, new StringCell(group), new StringCell(kind.name()), new StringCell(label),
            new StringCell(detail), new IntCell(width), DoubleVectorCellFactory.createCell(pixels));
    }

    /**
     * Hands on the images one by one, so that a large table need not be held.
     *
     * @param table rows made by {@link #row}
     * @param images gets each image
     */
    public static void read(final Iterable<DataRow> table, final Consumer<Image> images) {
        for (final DataRow row : table) {
            images.accept(new Image(row.getKey().getString(), text(row, 0), Kind.valueOf(text(row, 1)), text(row, 2),
                text(row, 3), ((IntValue)row.getCell(4)).getIntValue(), pixels(row.getCell(5))));
        }
    }

    private static String text(final DataRow row, final int column) {
        return ((StringValue)row.getCell(column)).getStringValue();
    }

    private static double[] pixels(final DataCell cell) {
        final DoubleVectorValue vector = (DoubleVectorValue)cell;
        final double[] pixels = new double[vector.getLength()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = vector.getValue(i);
        }
        return pixels;
    }

    /**
     * The width of the image that the units of an encoding are. No square is guessed where a number becomes several
     * units.
     *
     * @param encoding how columns become units
     * @param setting the width that the user has set, or 0 to guess a square
     * @return as of {@link #width(int, int)}
     */
    public static OptionalInt width(final InputEncoding encoding, final int setting) {
        return setting == 0 && encoding.columns().stream().anyMatch(QuantileColumn.class::isInstance)
            ? OptionalInt.empty() : width(encoding.units(), setting);
    }

    /**
     * The width of an image with so many pixels.
     *
     * @param pixels the number of input values
     * @param setting the width that the user has set, or 0 to guess a square
     * @return the setting where it divides the pixels, the square's side where there is one and none is set, else empty
     */
    public static OptionalInt width(final int pixels, final int setting) {
        if (setting > 0) {
            return pixels > 0 && pixels % setting == 0 ? OptionalInt.of(setting) : OptionalInt.empty();
        }
        final int side = (int)Math.round(Math.sqrt(pixels));
        return side > 0 && side * side == pixels ? OptionalInt.of(side) : OptionalInt.empty();
    }
}
