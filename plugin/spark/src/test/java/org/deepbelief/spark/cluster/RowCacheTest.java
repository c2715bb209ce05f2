// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.infer.RowInference;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a table in this process, at the levels of a network of two layers. */
class RowCacheTest {

    private static final int ROWS = 7;

    private static final int UNITS = 5;

    private static final RowCache.Key PART = new RowCache.Key("table", 3);

    @TempDir
    private static Path folder;

    private DeepBeliefNetwork network;

    private byte[] file;

    private int reads;

    @BeforeEach
    void train() throws IOException {
        final InputEncoding encoding = new InputEncoding(List.of(new VectorColumn("v", VectorKind.DOUBLE, UNITS,
            UnitType.bernoulli(), NumberScaling.NONE, 0, 1)), new float[UNITS]);
        final var layer = Defaults.BOLTZMANN_MACHINE.withLearning(Defaults.LEARNING.withEpochs(2));
        try (SampleMatrix rows = read()) {
            network = LayerwisePretraining.train(rows, encoding, new LayerwisePretraining.Settings(List.of(
                layer.withHidden(HiddenUnits.of(4, UnitType.bernoulli())),
                layer.withHidden(HiddenUnits.of(3, UnitType.bernoulli()))), TrainingSettings.of(2, 1).withThreads(1),
                Optional.empty()), TrainingMonitor.NONE).network();
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelArchive.write(network, out);
        file = out.toByteArray();
        reads = 0;
    }

    @AfterEach
    void release() {
        RowCache.release("table");
    }

    private SampleMatrix read() throws IOException {
        reads++;
        return SampleMatrix.read(source(), UNITS, 0, new StorageSettings(0, folder), () -> false);
    }

    private static RowSource source() {
        return new RowSource() {

            private int next;

            @Override
            public long rows() {
                return ROWS;
            }

            @Override
            public boolean next(final float[] units, final float[] targets) {
                for (int j = 0; j < UNITS; j++) {
                    units[j] = (next * 3 + j) % 4 / 3f;
                }
                return next++ < ROWS;
            }
        };
    }

    private float[][] rows(final int level) throws IOException {
        return RowCache.use(PART, level, file, this::read, (part, rows) -> {
            assertEquals(PART.part(), part);
            final float[][] values = new float[(int)rows.rows()][rows.units()];
            for (int i = 0; i < values.length; i++) {
                rows.readUnits(i, values[i], 0);
            }
            return values;
        });
    }

    private float[][] expected(final int level) throws IOException {
        final List<float[]> values = new ArrayList<>();
        try (RowInference features =
            new FeatureExtraction(network, List.of(level), FeatureKind.PROBABILITIES, 0, 1)) {
            features.run(source(), results -> {
                final float[] row = new float[results.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = (float)results.at(i);
                }
                values.add(row);
            });
        }
        return values.toArray(float[][]::new);
    }

    @Test
    void rowsAreReadOnceAndGoUpFromWhereTheyAre() throws IOException {
        final float[][] own = rows(0);
        assertEquals(UNITS, own[0].length);
        assertArrayEquals(own, rows(0));
        for (int level = 1; level <= 2; level++) {
            final float[][] above = rows(level);
            final float[][] expected = expected(level);
            for (int i = 0; i < ROWS; i++) {
                assertArrayEquals(expected[i], above[i], 1e-6f, "row " + i + " at level " + level);
            }
        }
        assertEquals(1, reads);
        assertArrayEquals(own, rows(0), "a level that was given up for one above");
        assertEquals(2, reads);
    }

    @Test
    void whatWasLostComesBackWithTheSameBits() throws IOException {
        rows(0);
        final float[][] top = rows(2);
        RowCache.release("another table");
        assertArrayEquals(top, rows(2));
        assertEquals(1, reads);
        RowCache.release("table");
        assertArrayEquals(top, rows(2));
        assertEquals(2, reads);
    }
}
