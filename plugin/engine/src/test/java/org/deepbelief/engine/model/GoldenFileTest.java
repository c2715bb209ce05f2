// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/**
 * The file of format version 2 as this version writes it, byte for byte and in every process: its model.json in full
 * and the checksum of the whole. What has been written so is read as long as the version is.
 */
class GoldenFileTest {

    private static final String MODEL_JSON = "{\"format\":\"deep-belief-network\",\"version\":2,\"requires\":[\"head:regressor\",\"labels\","
        + "\"layer:autoencoder\",\"layer:restrictedBoltzmannMachine\",\"units:bernoulli\",\"units:gaussian\","
        + "\"units:rectifiedLinear\",\"units:softmax\"],\"senses\":[{\"name\":\"input\","
        + "\"inputs\":[{\"name\":\"weight\",\"kind\":\"number\",\"unitType\":\"gaussian\",\"scaling\":\"Z_SCORE\","
        + "\"offset\":70.0,\"scale\":12.5},{\"name\":\"colour\",\"kind\":\"nominal\",\"values\":[\"red\","
        + "\"green\"]},{\"name\":\"image\",\"kind\":\"vector\",\"vectorKind\":\"BYTE\",\"length\":3,"
        + "\"unitType\":\"bernoulli\",\"scaling\":\"MIN_MAX\",\"offset\":0.0,\"scale\":255.0}],\"inputMeans\":[0.0,"
        + "0.25,0.75,0.0,1.0,0.5],\"layers\":[]}],\"layers\":[{\"kind\":\"restrictedBoltzmannMachine\","
        + "\"visibleGroups\":[{\"type\":\"gaussian\",\"size\":1},{\"type\":\"softmax\",\"size\":2},"
        + "{\"type\":\"bernoulli\",\"size\":3}],\"hiddenType\":\"bernoulli\",\"hiddenUnits\":5,\"tied\":false},"
        + "{\"kind\":\"autoencoder\",\"visibleGroups\":[{\"type\":\"bernoulli\",\"size\":5}],"
        + "\"hiddenType\":\"rectifiedLinear\",\"hiddenUnits\":4,\"tied\":true}],\"memory\":{\"shared\":true,"
        + "\"labels\":{\"name\":\"kind\",\"values\":[\"a\",\"b\"]}},\"head\":{\"kind\":\"regressor\","
        + "\"targets\":[\"price\"],\"offsets\":[3.0],\"scales\":[0.5]},"
        + "\"provenance\":[{\"name\":\"layer-wise pretraining\",\"rows\":1437,\"seed\":42,"
        + "\"settings\":{\"batchSize\":\"100\",\"epochs\":\"10\",\"learningRate\":\"0.1\"}}]}";

    private static final long CHECKSUM = 2583751725L;

    private static final ClassColumn KIND = new ClassColumn("kind", List.of("a", "b"));

    private static FloatMatrix matrix(final int rows, final int columns) {
        return FloatMatrix.of(rows, columns, vector(rows * columns));
    }

    private static float[] vector(final int length) {
        final float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (i % 7 - 3) / 8f;
        }
        return values;
    }

    private static DeepBeliefNetwork network() {
        final InputEncoding encoding = new InputEncoding(
            List.of(new NumberColumn("weight", UnitType.gaussian(), NumberScaling.Z_SCORE, 70, 12.5),
                new NominalColumn("colour", List.of("red", "green")),
                new VectorColumn("image", VectorKind.BYTE, 3, UnitType.bernoulli(), NumberScaling.MIN_MAX, 0, 255)),
            new float[] {0, 0.25f, 0.75f, 0, 1, 0.5f});
        final Layer first = new BoltzmannLayer(encoding.groups(), UnitType.bernoulli(), matrix(6, 5), vector(5),
            matrix(6, 5), vector(6), new float[] {0.5f, 1, 1, 1, 1, 1});
        final Layer second = AutoencoderLayer.tied(List.of(new UnitGroup(UnitType.bernoulli(), 5)),
            UnitType.rectifiedLinear(), matrix(5, 4), vector(4), vector(5));
        final AssociativeMemory memory =
            AssociativeMemory.of(second).withLabels(new LabelUnits(KIND, matrix(2, 4), vector(2)));
        return new DeepBeliefNetwork(encoding, List.of(first, second), memory,
            Optional.of(new OutputHead.Regressor(List.of("price"), matrix(4, 1), vector(1), new double[] {3},
                new double[] {0.5})),
            new Provenance(List.of(new TrainingStep(TrainingStep.PRETRAINING,
                Map.of("learningRate", "0.1", "epochs", "10", "batchSize", "100"), 1437, 42))));
    }

    private static byte[] written() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelArchive.write(network(), out);
        return out.toByteArray();
    }

    @Test
    void theStructureIsWrittenInThisOrder() throws IOException {
        final ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(written()));
        final ZipEntry entry = zip.getNextEntry();
        assertEquals("model.json", entry.getName());
        assertEquals(MODEL_JSON, new String(zip.readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void theFileHasTheseBytes() throws IOException {
        final CRC32 checksum = new CRC32();
        checksum.update(written());
        assertEquals(CHECKSUM, checksum.getValue());
    }

    @Test
    void itIsReadAsWhatItWas() throws IOException {
        final DeepBeliefNetwork read = ModelArchive.read(new ByteArrayInputStream(written()));
        assertEquals(network().structure(),
            StructureJson.read("model.json",
                new ByteArrayInputStream(MODEL_JSON.getBytes(StandardCharsets.UTF_8))));
        assertEquals(network().structure(), read.structure());
        assertArrayEquals(matrix(6, 5).toArray(), read.layers().get(0).recognitionWeights().toArray());
        assertArrayEquals(vector(2), read.memory().labels().orElseThrow().biases());
    }
}
