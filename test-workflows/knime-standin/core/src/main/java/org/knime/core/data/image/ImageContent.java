// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.image;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.OutputStream;

import org.knime.core.data.DataCell;

/** An image. */
public interface ImageContent {

    /**
     * @param g where to paint
     * @param width the wished width in pixels
     * @param height the wished height in pixels
     */
    void paint(Graphics2D g, int width, int height);

    /** @return the image's own size */
    Dimension getPreferredSize();

    /** @return a cell of the image */
    DataCell toImageCell();

    /**
     * @param output where the image's file is written
     * @throws IOException if it cannot be written
     */
    void save(OutputStream output) throws IOException;

    /** @return a short line about the image */
    String getSummary();
}
