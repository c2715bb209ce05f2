// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.units.UnitType;

/**
 * Grey images with one of ten labels each, as in the MNIST files. Pixels become visible units in [0, 1].
 *
 * @param pixels one array an image, 0 to 255 as unsigned bytes
 * @param labels one an image, 0 to 9
 */
public record LabelledImages(byte[][] pixels, byte[] labels) {

    /** The column of the labels. */
    public static final ClassColumn CLASSES =
        new ClassColumn("label", IntStream.range(0, 10).mapToObj(Integer::toString).toList());

    private static final int IMAGES = 0x803;

    private static final int LABELS = 0x801;

    private static final long MEMORY_BUDGET = 1L << 30;

    /**
     * Reads {@code <prefix>-images-idx3-ubyte.gz} and {@code <prefix>-labels-idx1-ubyte.gz}.
     *
     * @throws IOException if a file is not there or not in the IDX format; the message names it
     */
    public static LabelledImages read(final Path folder, final String prefix) throws IOException {
        final Path imageFile = folder.resolve(prefix + "-images-idx3-ubyte.gz");
        final Path labelFile = folder.resolve(prefix + "-labels-idx1-ubyte.gz");
        try (DataInputStream images = open(imageFile, IMAGES); DataInputStream labels = open(labelFile, LABELS)) {
            final byte[][] pixels = new byte[images.readInt()][];
            final int size = images.readInt() * images.readInt();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = images.readNBytes(size);
            }
            final byte[] classes = labels.readNBytes(labels.readInt());
            if (classes.length != pixels.length || pixels[pixels.length - 1].length < size) {
                throw new IOException(imageFile + " or " + labelFile + " is cut off: " + pixels.length
                    + " images, " + classes.length + " labels.");
            }
            return new LabelledImages(pixels, classes);
        }
    }

    private static DataInputStream open(final Path file, final int magic) throws IOException {
        final DataInputStream input =
            new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))));
        final int found = input.readInt();
        if (found != magic) {
            input.close();
            throw new IOException(file + " begins with " + Integer.toHexString(found) + " instead of "
                + Integer.toHexString(magic) + "; it is not the IDX file that its name says.");
        }
        return input;
    }

    /** The images {@code from} (inclusive) to {@code to} (exclusive). */
    LabelledImages part(final int from, final int to) {
        return new LabelledImages(Arrays.copyOfRange(pixels, from, to), Arrays.copyOfRange(labels, from, to));
    }

    /** The images of these numbers. */
    LabelledImages chosen(final int[] numbers) {
        final byte[][] chosen = new byte[numbers.length][];
        final byte[] theirs = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            chosen[i] = pixels[numbers[i]];
            theirs[i] = labels[numbers[i]];
        }
        return new LabelledImages(chosen, theirs);
    }

    /** The pixels as numbers in [0, 1]; one array an image. */
    float[][] values() {
        final float[][] values = new float[pixels.length][pixels[0].length];
        for (int i = 0; i < values.length; i++) {
            for (int k = 0; k < values[i].length; k++) {
                values[i][k] = (pixels[i][k] & 0xff) / 255f;
            }
        }
        return values;
    }

    /** The number of images. */
    int size() {
        return pixels.length;
    }

    /** The images with other labels. */
    LabelledImages labelled(final byte[] others) {
        return new LabelledImages(pixels, others);
    }

    /** The images as rows in memory, with the label as target 0. */
    public SampleMatrix samples() throws IOException {
        return samples(image -> true);
    }

    /** The images as rows in memory, some of them with the label as target 0. */
    SampleMatrix samples(final IntPredicate labelled) throws IOException {
        return SampleMatrix.read(source(labelled), pixels[0].length, 1,
            new StorageSettings(MEMORY_BUDGET, Path.of(System.getProperty("java.io.tmpdir"))), () -> false);
    }

    /** The images as rows, one after the other. */
    public RowSource source() {
        return source(image -> true);
    }

    private RowSource source(final IntPredicate labelled) {
        return new RowSource() {

            private int at;

            @Override
            public long rows() {
                return pixels.length;
            }

            @Override
            public boolean next(final float[] units, final float[] targets) {
                if (at == pixels.length) {
                    return false;
                }
                for (int i = 0; i < units.length; i++) {
                    units[i] = (pixels[at][i] & 0xff) / 255f;
                }
                if (targets.length > 0) {
                    targets[0] = labelled.test(at) ? labels[at] : Float.NaN;
                }
                at++;
                return true;
            }
        };
    }

    /** One column of Bernoulli units with these images' means. */
    public InputEncoding encoding() {
        final double[] sums = new double[pixels[0].length];
        for (final byte[] image : pixels) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += (image[i] & 0xff) / 255.0;
            }
        }
        final float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float)(sums[i] / pixels.length);
        }
        return new InputEncoding(List.of(new VectorColumn("image", VectorKind.BYTE, means.length, UnitType.bernoulli(),
            NumberScaling.MIN_MAX, 0, 255)), means);
    }
}
