// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.deepbelief.engine.data.TemporaryFile;
import org.deepbelief.engine.data.WholeFile;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.NetworkStructure.Head;
import org.deepbelief.engine.model.Safetensors.Shape;
import org.deepbelief.engine.model.Safetensors.Tensor;

/**
 * The model file: a zip of {@code model.json} (structure, encodings, labels, provenance, format version, what a reader
 * must understand) and {@code weights.safetensors} (the named float32 tensors), in this order, both stored without
 * compression.
 * <p>
 * Whatever is wrong with a file is an {@link IOException} that says what and what to do. A zip around the file may be
 * compressed, so the file's length bounds nothing: of model.json and of the header of the weights no more is read than
 * a network can need, of the weights no more than that header says, and names, shapes and sizes are checked before disk
 * or memory is taken for a tensor.
 */
public final class ModelArchive {

    private static final String STRUCTURE = "model.json";

    private static final String WEIGHTS = "weights.safetensors";

    private static final String RESIDUAL_DEVIATIONS = "residual_deviations";

    private static final String SOURCE = "The model file";

    private static final int CHUNK_BYTES = 1 << 16;

    private ModelArchive() {
    }

    /**
     * Writes a network to a file, in place of one that is there. The file appears whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(final DeepBeliefNetwork network, final Path file) throws IOException {
        write(network, file, () -> false, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Writes a network to a file. The file appears whole or not at all, with the rights that new files have.
     *
     * @param cancelled whether to give up; asked for each part that is written
     * @param move how it goes to its place from one beside it: without {@link StandardCopyOption#REPLACE_EXISTING} a
     *            file that is there by then stays
     * @throws CancellationException if it was given up
     * @throws IOException if it cannot be written, or must not replace the file that is there
     */
    public static void write(final DeepBeliefNetwork network, final Path file, final BooleanSupplier cancelled,
        final CopyOption... move) throws IOException {
        WholeFile.write(file, out -> write(network, out), cancelled, move);
    }

    /**
     * Writes a network as a zip to a stream, which stays open.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(final DeepBeliefNetwork network, final OutputStream out) throws IOException {
        final ZipOutputStream zip = new ZipOutputStream(out);
        writeEntries(network, zip);
        zip.finish();
    }

    /**
     * Writes a network as two entries of a zip that is being written, which stays open.
     *
     * @throws IOException if they cannot be written
     */
    public static void writeEntries(final DeepBeliefNetwork network, final ZipOutputStream zip) throws IOException {
        final byte[] structure = StructureJson.write(network.structure()).getBytes(StandardCharsets.UTF_8);
        writeEntry(zip, STRUCTURE, out -> out.write(structure));
        final List<Tensor> tensors = tensors(network);
        writeEntry(zip, WEIGHTS, out -> Safetensors.write(tensors, out));
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a stored entry. Length and checksum go first, so the content is written twice, first to nowhere. */
    private static void writeEntry(final ZipOutputStream zip, final String name, final Content content)
        throws IOException {
        final CheckedOutputStream checksum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
        final long[] length = new long[1];
        content.writeTo(new OutputStream() {
            @Override
            public void write(final int b) throws IOException {
                checksum.write(b);
                length[0]++;
            }

            @Override
            public void write(final byte[] bytes, final int from, final int count) throws IOException {
                checksum.write(bytes, from, count);
                length[0] += count;
            }
        });
        final ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(length[0]);
        entry.setCompressedSize(length[0]);
        entry.setCrc(checksum.getChecksum().getValue());
        // A fixed time: the same network is the same file.
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    /**
     * Reads a network from a file.
     *
     * @throws IOException if it cannot be read, or is not a whole and sound model file
     */
    public static DeepBeliefNetwork read(final Path file) throws IOException {
        final String source = source(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK_BYTES)) {
            final ZipInputStream zip = new ZipInputStream(in);
            final NetworkStructure structure = readStructureEntry(zip, source);
            final List<Shape> shapes = shapes(structure);
            // What is stored in a file is never longer than the file: it can be read without a copy.
            final ZipEntry entry = openEntry(zip, WEIGHTS, source);
            Safetensors.readHeader(WEIGHTS, shapes, zip, Math.min(entry.getSize(), Files.size(file)));
            return assembled(structure, Safetensors.readTensors(WEIGHTS, shapes, zip));
        } catch (EOFException | ZipException ex) {
            throw unreadable(source, ex);
        }
    }

    /**
     * Reads a network from a zip that {@link #write(DeepBeliefNetwork, OutputStream)} wrote.
     *
     * @throws IOException if it cannot be read, or is not a whole and sound model file
     */
    public static DeepBeliefNetwork read(final InputStream in) throws IOException {
        return readEntries(new ZipInputStream(in), SOURCE);
    }

    /**
     * Reads a network from the next two entries of a zip that is being read, which stays open. The weights go through a
     * temporary file, so that no memory is taken for what is declared and not there.
     *
     * @param source what messages call the zip, as the beginning of a sentence
     * @throws IOException if they cannot be read, or are not a whole and sound model
     */
    public static DeepBeliefNetwork readEntries(final ZipInputStream zip, final String source) throws IOException {
        try {
            final NetworkStructure structure = readStructureEntry(zip, source);
            final List<Shape> shapes = shapes(structure);
            final ZipEntry entry = openEntry(zip, WEIGHTS, source);
            Safetensors.readHeader(WEIGHTS, shapes, zip, entry.getSize());
            try (TemporaryFile copy = spooled(zip, Safetensors.bytes(WEIGHTS, shapes))) {
                Safetensors.requireEnd(WEIGHTS, zip);
                return assembled(structure, Safetensors.readTensors(WEIGHTS, shapes, content(copy)));
            }
        } catch (EOFException | ZipException ex) {
            throw unreadable(source, ex);
        }
    }

    /** A copy of the next bytes, so many and no more. */
    private static TemporaryFile spooled(final InputStream in, final long bytes) throws IOException {
        final TemporaryFile copy =
            TemporaryFile.create(Path.of(System.getProperty("java.io.tmpdir")), bytes);
        try {
            final byte[] chunk = new byte[CHUNK_BYTES];
            for (long left = bytes; left > 0;) {
                final int count = in.readNBytes(chunk, 0, (int)Math.min(left, chunk.length));
                if (count == 0) {
                    throw new EOFException();
                }
                copy.append(ByteBuffer.wrap(chunk, 0, count));
                left -= count;
            }
            return copy;
        } catch (IOException | RuntimeException | Error failure) {
            copy.close();
            throw failure;
        }
    }

    private static InputStream content(final TemporaryFile file) {
        return new BufferedInputStream(new InputStream() {

            private long at;

            @Override
            public int read() throws IOException {
                final byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(final byte[] target, final int offset, final int length) throws IOException {
                final int count = (int)Math.min(length, file.length() - at);
                if (count == 0) {
                    return -1;
                }
                file.read(ByteBuffer.wrap(target, offset, count), at);
                at += count;
                return count;
            }
        }, CHUNK_BYTES);
    }

    /**
     * Reads the structure of a network from a file, and nothing of its weights.
     *
     * @throws IOException if it cannot be read, or does not start like a model file
     */
    public static NetworkStructure readStructure(final Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK_BYTES)) {
            return readStructureEntry(new ZipInputStream(in), source(file));
        }
    }

    /**
     * Reads the structure of a network from a zip, and nothing of its weights.
     *
     * @throws IOException if it cannot be read, or does not start like a model file
     */
    public static NetworkStructure readStructure(final InputStream in) throws IOException {
        return readStructureEntry(new ZipInputStream(in), SOURCE);
    }

    private static String source(final Path file) {
        return SOURCE + " " + file;
    }

    private static NetworkStructure readStructureEntry(final ZipInputStream zip, final String source)
        throws IOException {
        try {
            final ZipEntry entry = openEntry(zip, STRUCTURE, source);
            if (entry.getSize() > DocumentLimits.MOST_BYTES) {
                throw new IOException(STRUCTURE + " is longer than the description of any network: "
                    + entry.getSize() + " bytes. Choose a file that a DBN node wrote.");
            }
            return StructureJson.read(STRUCTURE, zip);
        } catch (EOFException | ZipException ex) {
            throw unreadable(source, ex);
        }
    }

    /** Of a zip that ends early, Java says so in two ways: by an EOFException, and by these words. */
    private static IOException unreadable(final String source, final IOException cause) {
        final boolean cutOff = cause instanceof EOFException || "unexpected EOF".equals(cause.getMessage());
        return new IOException(source + (cutOff ? " is cut off: it ends in the middle of the network."
            : " is damaged (" + cause.getMessage() + ").")
            + " Copy it again from where it came from, or write it again.", cause);
    }

    private static ZipEntry openEntry(final ZipInputStream zip, final String name, final String source)
        throws IOException {
        final ZipEntry entry;
        try {
            entry = zip.getNextEntry();
        } catch (IllegalArgumentException ex) {
            throw new IOException(source + " is damaged: an entry of the zip has an unreadable name. Copy it again from"
                + " where it came from, or write it again.", ex);
        }
        if (entry == null) {
            throw new IOException(source + " has no " + name + ": it is cut off, or no file that a DBN node wrote. Copy"
                + " it again from where it came from, or choose another.");
        }
        if (!name.equals(entry.getName())) {
            throw new IOException(source + " has \"" + beginning(entry.getName()) + "\" where " + name
                + " should be. Choose a file that a DBN node wrote.");
        }
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new IOException(name + " is compressed in the model file. Store it (zip -0), model.json first.");
        }
        return entry;
    }

    private static String beginning(final String name) {
        return name.length() > 100 ? name.substring(0, 100) + "..." : name;
    }

    private static List<Tensor> tensors(final DeepBeliefNetwork network) {
        final NetworkStructure structure = network.structure();
        final List<Tensor> tensors = new ArrayList<>();
        for (int s = 0; s < network.senses().size(); s++) {
            final List<Layer> layers = network.senses().get(s).layers();
            for (int n = 0; n < layers.size(); n++) {
                tensors.addAll(layers.get(n).tensors(sensePrefix(s) + layerPrefix(n)));
            }
        }
        for (int n = 0; n < network.layers().size(); n++) {
            tensors.addAll(network.layers().get(n).tensors(layerPrefix(n)));
        }
        if (!structure.sharedMemory()) {
            tensors.add(Tensor.of("memory.weights", network.memory().weights()));
            tensors.add(Tensor.of("memory.visible_biases", network.memory().visibleBiases()));
            tensors.add(Tensor.of("memory.hidden_biases", network.memory().hiddenBiases()));
        }
        network.memory().labels().ifPresent(labels -> {
            tensors.add(Tensor.of("memory.label_weights", labels.weights()));
            tensors.add(Tensor.of("memory.label_biases", labels.biases()));
        });
        network.head().ifPresent(head -> {
            tensors.add(Tensor.of("head.weights", head.weights()));
            tensors.add(Tensor.of("head.biases", head.biases()));
        });
        if (structure.measuredResiduals()) {
            tensors.add(Tensor.of(RESIDUAL_DEVIATIONS, network.residualDeviations()));
        }
        return tensors;
    }

    /** The tensors that a network of this structure has, in the order of {@link #tensors}. */
    private static List<Shape> shapes(final NetworkStructure structure) {
        final List<Shape> shapes = new ArrayList<>();
        for (int s = 0; s < structure.senses().size(); s++) {
            final List<LayerStructure> layers = structure.senses().get(s).layers();
            for (int n = 0; n < layers.size(); n++) {
                shapes.addAll(layers.get(n).shapes(sensePrefix(s) + layerPrefix(n)));
            }
        }
        for (int n = 0; n < structure.layers().size(); n++) {
            shapes.addAll(structure.layers().get(n).shapes(layerPrefix(n)));
        }
        final LayerStructure last = structure.layers().get(structure.layers().size() - 1);
        if (!structure.sharedMemory()) {
            shapes.add(new Shape("memory.weights", last.visibleUnits(), last.hiddenUnits()));
            shapes.add(new Shape("memory.visible_biases", last.visibleUnits(), -1));
            shapes.add(new Shape("memory.hidden_biases", last.hiddenUnits(), -1));
        }
        structure.labelUnits().ifPresent(labels -> {
            shapes.add(new Shape("memory.label_weights", labels.size(), last.hiddenUnits()));
            shapes.add(new Shape("memory.label_biases", labels.size(), -1));
        });
        structure.head().ifPresent(head -> {
            shapes.add(new Shape("head.weights", last.hiddenUnits(), head.outputs()));
            shapes.add(new Shape("head.biases", head.outputs(), -1));
        });
        if (structure.measuredResiduals()) {
            shapes.add(new Shape(RESIDUAL_DEVIATIONS, structure.encoding().units(), -1));
        }
        return shapes;
    }

    private static DeepBeliefNetwork assembled(final NetworkStructure structure, final Map<String, Tensor> tensors)
        throws IOException {
        try {
            return assemble(structure, tensors);
        } catch (IllegalArgumentException ex) {
            throw new IOException("The model file describes no usable network. " + ex.getMessage(), ex);
        }
    }

    private static DeepBeliefNetwork assemble(final NetworkStructure structure, final Map<String, Tensor> tensors) {
        final List<Sense> senses = new ArrayList<>();
        for (final SenseStructure sense : structure.senses()) {
            senses.add(new Sense(sense.name(), sense.encoding(),
                layers(sense.layers(), sensePrefix(senses.size()), tensors)));
        }
        final List<Layer> layers = layers(structure.layers(), "", tensors);
        final Optional<LabelUnits> labels = structure.labelUnits().map(target -> new LabelUnits(target,
            tensors.get("memory.label_weights").matrix(), tensors.get("memory.label_biases").vector()));
        final Layer last = layers.get(layers.size() - 1);
        final AssociativeMemory memory = structure.sharedMemory()
            ? labels.map(AssociativeMemory.of(last)::withLabels).orElse(AssociativeMemory.of(last))
            : new AssociativeMemory(tensors.get("memory.weights").matrix(),
                tensors.get("memory.visible_biases").vector(), tensors.get("memory.hidden_biases").vector(), labels);
        final DeepBeliefNetwork network = new DeepBeliefNetwork(senses, layers, memory,
            structure.head().map(head -> head(head, tensors)), structure.provenance());
        return structure.measuredResiduals()
            ? network.withResidualDeviations(tensors.get(RESIDUAL_DEVIATIONS).vector()) : network;
    }

    private static List<Layer> layers(final List<LayerStructure> structures, final String prefix,
        final Map<String, Tensor> tensors) {
        final List<Layer> layers = new ArrayList<>();
        for (final LayerStructure structure : structures) {
            layers.add(structure.layer(prefix + layerPrefix(layers.size()), tensors));
        }
        return layers;
    }

    private static String sensePrefix(final int sense) {
        return "senses." + sense + ".";
    }

    private static String layerPrefix(final int layer) {
        return "layers." + layer + ".";
    }

    private static OutputHead head(final Head head, final Map<String, Tensor> tensors) {
        final FloatMatrix weights = tensors.get("head.weights").matrix();
        final float[] biases = tensors.get("head.biases").vector();
        if (head instanceof Head.ClassHead classes) {
            return new OutputHead.Classifier(classes.target(), weights, biases);
        }
        final Head.NumberHead numbers = (Head.NumberHead)head;
        return new OutputHead.Regressor(numbers.targets(), weights, biases, toArray(numbers.offsets()),
            toArray(numbers.scales()));
    }

    private static double[] toArray(final List<Double> numbers) {
        final double[] array = new double[numbers.size()];
        Arrays.setAll(array, numbers::get);
        return array;
    }
}
