// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.TableKind;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;

/** The pictures that rows are, in the units of a network's inputs. Not thread-safe: it keeps a buffer. */
public final class RowPictures {

    private final RowReader reader;

    private final int width;

    private final float[] units;

    private RowPictures(final RowReader reader, final int width) {
        this.reader = reader;
        this.width = width;
        units = new float[reader.units()];
    }

    /**
     * The pictures of a table's rows, if they are some; those of several senses are none.
     *
     * @param table the table
     * @param network reads its columns
     * @param imageWidth the width in pixels that the user has set, or 0 to guess a square
     * @throws UnfitTableException if the table lacks a column
     */
    public static Optional<RowPictures> of(final DataTableSpec table, final DeepBeliefNetwork network,
        final int imageWidth) throws UnfitTableException {
        final InputEncoding encoding = network.encoding();
        final OptionalInt width = ImageTable.width(encoding, imageWidth);
        final boolean pictures = network.senses().size() == 1 && width.isPresent()
            && (imageWidth > 0 || TableKind.of(encoding) == TableKind.IMAGES);
        return pictures ? Optional.of(new RowPictures(
            RowReader.markingMissing(table, network, UnknownValue.ALL_ZERO, false), width.getAsInt()))
            : Optional.empty();
    }

    Stream<Integer> columns() {
        return Arrays.stream(reader.tableColumns()).boxed();
    }

    DataRow of(final DataRow row) throws UnfitTableException {
        reader.read(row, units);
        final double[] pixels = new double[units.length];
        for (int u = 0; u < pixels.length; u++) {
            pixels[u] = units[u];
        }
        final String key = row.getKey().getString();
        return ImageTable.row(key, "Rows", ImageTable.Kind.SAMPLES, key, "", width, pixels);
    }
}
