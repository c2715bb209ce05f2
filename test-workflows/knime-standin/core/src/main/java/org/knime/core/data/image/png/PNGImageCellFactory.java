// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.image.png;

import java.io.IOException;
import java.io.InputStream;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataCellFactory;
import org.knime.core.data.DataType;

/** Creates cells of PNG images. */
public class PNGImageCellFactory implements DataCellFactory.FromInputStream {

    /** The type of these cells. */
    public static final DataType TYPE = PNGImageContent.TYPE;

    @Override
    public DataType getDataType() {
        return TYPE;
    }

    @Override
    public DataCell createCell(final InputStream input) throws IOException {
        return create(input);
    }

    /**
     * @param input a PNG file
     * @return a cell of it
     * @throws IOException if it cannot be read
     */
    public static DataCell create(final InputStream input) throws IOException {
        return new PNGImageContent(input).toImageCell();
    }

    /**
     * @param bytes the bytes of a PNG file
     * @return a cell of it
     */
    public static DataCell create(final byte[] bytes) {
        return new PNGImageContent(bytes).toImageCell();
    }
}
