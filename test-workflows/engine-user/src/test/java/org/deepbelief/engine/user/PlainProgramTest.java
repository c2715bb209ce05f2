// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.user;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains, saves and loads a network with nothing on the class path but what the engine's artifact brings along. */
class PlainProgramTest {

    private static final int ROWS = 200;

    private static final int UNITS = 16;

    private static final long SEED = 3;

    @TempDir
    private Path folder;

    @Test
    void neitherEclipseNorKnimeIsThere() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.osgi.framework.Bundle"));
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.knime.core.node.NodeFactory"));
    }

    @Test
    void aSavedNetworkTellsWhatItHasLearned() throws IOException {
        final Path file = folder.resolve("network.dbn");
        final List<double[]> before;
        try (SampleMatrix samples = SampleMatrix.read(new Halves(), UNITS, 1,
            new StorageSettings(Long.MAX_VALUE, folder), () -> false)) {
            final var training = new TrainingSettings(10, SEED, 0, 2, Optional.empty());
            final var settings = new LayerwisePretraining.Settings(List.of(layer(12, 20), layer(8, 40)), training,
                Optional.of(new ClassColumn("half", List.of("left", "right"))));
            final var encoding = new InputEncoding(List.of(new VectorColumn("pixels", VectorKind.DOUBLE, UNITS,
                UnitType.bernoulli(), NumberScaling.NONE, 0, 1)), new float[UNITS]);
            final DeepBeliefNetwork network =
                LayerwisePretraining.train(samples, encoding, settings, TrainingMonitor.NONE).network();
            before = probabilities(network);
            ModelArchive.write(network, file);
        }
        final List<double[]> after = probabilities(ModelArchive.read(file));
        assertEquals(ROWS, after.size());
        int right = 0;
        for (int i = 0; i < ROWS; i++) {
            assertArrayEquals(before.get(i), after.get(i), "row " + i);
            right += after.get(i)[i % 2] > 0.5f ? 1 : 0;
        }
        System.out.printf("PlainProgramTest: seed %d, %d of %d rows are told right%n", SEED, right, ROWS);
        assertTrue(right >= 0.95 * ROWS, right + " of " + ROWS);
    }

    private static BoltzmannMachineSettings layer(final int units, final int epochs) {
        return BoltzmannMachineSettings.plain(HiddenUnits.of(units, UnitType.bernoulli()),
            Defaults.LEARNING.withEpochs(epochs));
    }

    private static List<double[]> probabilities(final DeepBeliefNetwork network) throws IOException {
        final List<double[]> rows = new ArrayList<>();
        try (Prediction prediction = new Prediction(network, Prediction.Source.LABEL_UNITS, 2)) {
            prediction.run(new Halves(), values -> rows.add(values.toArray()));
        }
        return rows;
    }

    /** Rows whose left (class 0) or right (class 1) half is mostly on, while the other is mostly off. */
    private static final class Halves implements RowSource {

        private final Random random = new Random(SEED);

        private int next;

        @Override
        public long rows() {
            return ROWS;
        }

        @Override
        public boolean next(final float[] units, final float[] targets) {
            if (next == ROWS) {
                return false;
            }
            for (int j = 0; j < UNITS; j++) {
                final boolean on = j < UNITS / 2 == (next % 2 == 0);
                units[j] = random.nextDouble() < (on ? 0.9 : 0.1) ? 1 : 0;
            }
            if (targets.length > 0) {
                targets[0] = next % 2;
            }
            next++;
            return true;
        }
    }
}
