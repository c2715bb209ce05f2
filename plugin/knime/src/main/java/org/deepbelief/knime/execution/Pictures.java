// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.ImageIO;

/** Numbers as PNG pictures, enlarged so that small ones can be seen. */
public final class Pictures {

    private static final int VISIBLE_WIDTH = 64;

    private Pictures() {
    }

    /** Numbers from the smallest (black) to the largest (white) of the picture. */
    public static byte[] grey(final double[] pixels, final int width) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (final double pixel : pixels) {
            low = Math.min(low, pixel);
            high = Math.max(high, pixel);
        }
        final int[] colours = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            final int level = high > low ? (int)Math.round(255 * (pixels[i] - low) / (high - low)) : 0;
            colours[i] = level << 16 | level << 8 | level;
        }
        return png(colours, width);
    }

    /** Weights: white for 0, blue for negative and red for positive ones, each up to the largest of the picture. */
    public static byte[] weights(final double[] pixels, final int width) {
        double largest = 0;
        for (final double pixel : pixels) {
            largest = Math.max(largest, Math.abs(pixel));
        }
        final int[] colours = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            final double share = largest > 0 ? pixels[i] / largest : 0;
            colours[i] = share < 0 ? blend(0x2166AC, -share) : blend(0xB2182B, share);
        }
        return png(colours, width);
    }

    /** White with a share of the colour in it. */
    private static int blend(final int colour, final double share) {
        int blended = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            final int part = colour >> shift & 0xFF;
            blended |= (int)Math.round(255 + share * (part - 255)) << shift;
        }
        return blended;
    }

    private static byte[] png(final int[] colours, final int width) {
        final int height = colours.length / width;
        final int factor = Math.max(1, VISIBLE_WIDTH / width);
        final BufferedImage image =
            new BufferedImage(width * factor, height * factor, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height * factor; y++) {
            for (int x = 0; x < width * factor; x++) {
                image.setRGB(x, y, colours[y / factor * width + x / factor]);
            }
        }
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
