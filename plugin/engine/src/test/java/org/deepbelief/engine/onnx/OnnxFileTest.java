// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.jar.Manifest;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.management.ThreadMXBean;

/** The file around the graph: its size, the heap that it takes, what it says of itself, and what cannot be written. */
class OnnxFileTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private static final OnnxOutputs TOP = new OnnxOutputs(List.of(1), Optional.empty(), false, false);

    private static final OnnxOutputs BACK = new OnnxOutputs(List.of(1), Optional.empty(), true, true);

    @TempDir
    private Path folder;

    private byte[] written(final DeepBeliefNetwork network, final OnnxOutputs outputs) throws IOException {
        final Path file = folder.resolve("network.onnx");
        Files.deleteIfExists(file);
        OnnxFile.write(network, outputs, file, () -> false);
        return Files.readAllBytes(file);
    }

    private static void isRefused(final String words, final DeepBeliefNetwork network, final OnnxOutputs outputs) {
        final String message = assertThrows(IllegalArgumentException.class,
            () -> OnnxFile.model(network, outputs)).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void tiedWeightsAreWrittenOnceAndNeverTakenIntoTheHeapAsAWhole() throws IOException {
        final DeepBeliefNetwork network = Networks.random(1, 0.1, 784, 1000, 1000);
        final long weights = 4L * (784 * 1000 + 1000 * 1000);
        written(network, BACK);
        final Path file = folder.resolve("again.onnx");
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        OnnxFile.write(network, new OnnxOutputs(List.of(1, 2), Optional.empty(), false, true), file, () -> false);
        final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        System.out.println("ONNX of " + weights + " bytes of weights: a file of " + Files.size(file) + " bytes, "
            + allocated + " bytes of heap");
        assertTrue(Files.size(file) < 1.1 * weights, Files.size(file) + " bytes");
        assertTrue(allocated < weights / 2, allocated + " bytes");
    }

    @Test
    void theSameNetworkIsTheSameBytes() throws IOException {
        final DeepBeliefNetwork network = Networks.random(2, 1, 6, 5, 4);
        assertArrayEquals(written(network, BACK), written(network, BACK));
    }

    @Test
    void aFileThatNoProtobufCouldHoldIsRefusedBeforeItIsWritten() {
        assertDoesNotThrow(() -> OnnxFile.checkLength(Integer.MAX_VALUE));
        final String message = assertThrows(IllegalArgumentException.class,
            () -> OnnxFile.checkLength(Integer.MAX_VALUE + 1L)).getMessage();
        assertTrue(message.contains("2048 MiB") && message.contains("Write the network file"), message);
    }

    @Test
    void itTellsItsVersionWhichIsThatOfTheBundle() throws Exception {
        try (InputStream in = Files.newInputStream(Path.of("META-INF", "MANIFEST.MF"));
            OnnxRuntime model = new OnnxRuntime(OnnxFile.model(Networks.random(3, 1, 6, 5), TOP))) {
            assertEquals(new Manifest(in).getMainAttributes().getValue("Bundle-Version"),
                OnnxFile.VERSION + ".qualifier");
            assertEquals(OnnxFile.VERSION, model.metadata().get("version"));
            assertTrue(model.metadata().get("inputs").contains("NaN"), model.metadata()::toString);
            assertTrue(model.metadata().get("features_1").contains("5 units of layer 1"), model.metadata()::toString);
        }
    }

    @Test
    void whatANetworkCannotGiveIsRefused() {
        final DeepBeliefNetwork network = Networks.random(4, 1, 6, 5, 4);
        isRefused("no layer 3", network, new OnnxOutputs(List.of(3), Optional.empty(), false, false));
        isRefused("no layer 0", network, new OnnxOutputs(List.of(0), Optional.empty(), false, false));
        isRefused("no output layer", network,
            new OnnxOutputs(List.of(), Optional.of(Prediction.Source.HEAD), false, false));
        isRefused("no label units", network,
            new OnnxOutputs(List.of(), Optional.of(Prediction.Source.LABEL_UNITS), false, false));
        assertTrue(assertThrows(IllegalArgumentException.class,
            () -> new OnnxOutputs(List.of(), Optional.empty(), false, false)).getMessage().contains("give nothing"));
    }

    @Test
    void severalSensesHaveNoOneTableOfColumns() {
        final DeepBeliefNetwork one = Networks.random(5, 1, 6, 5);
        final BoltzmannLayer joint = BoltzmannLayer.tied(List.of(new UnitGroup(UnitType.bernoulli(), 12)),
            UnitType.bernoulli(), Networks.matrix(new Random(6), 1, 12, 5), new float[5], new float[12]);
        final DeepBeliefNetwork two = new DeepBeliefNetwork(List.of(new Sense("left", one.encoding(), List.of()),
            new Sense("right", renamed(one.encoding()), List.of())), List.of(joint),
            AssociativeMemory.of(joint), Optional.empty(), one.provenance());
        isRefused("2 senses", two, TOP);
    }

    private static InputEncoding renamed(final InputEncoding encoding) {
        return new InputEncoding(encoding.columns().stream().<InputColumn>map(column -> new NumberColumn(
            "other " + column.name(), UnitType.bernoulli(), NumberScaling.NONE, 0, 1)).toList(), encoding.means());
    }

    @Test
    void aColumnWithoutANameIsRefused() {
        final InputEncoding encoding = new InputEncoding(
            List.of(new NumberColumn("", UnitType.bernoulli(), NumberScaling.NONE, 0, 1)), new float[1]);
        final DeepBeliefNetwork network = Networks.random(7, 1, 1, 2);
        isRefused("no name", new DeepBeliefNetwork(encoding, network.layers(), network.memory(), Optional.empty(),
            network.provenance()), TOP);
    }

    @Test
    void aClassOfHalfACharacterIsRefused() {
        isRefused("half of a character",
            Networks.withLabels(Networks.random(8, 1, 6, 5), 9, 1, new ClassColumn("kind", List.of("a\ud83d", "b"))),
            new OnnxOutputs(List.of(), Optional.of(Prediction.Source.LABEL_UNITS), false, false));
    }
}
