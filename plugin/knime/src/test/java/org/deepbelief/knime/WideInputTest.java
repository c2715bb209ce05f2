// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.vector.bitvector.DenseBitVector;
import org.knime.core.data.vector.bitvector.DenseBitVectorCell;
import org.knime.core.data.vector.bitvector.DenseBitVectorCellFactory;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;

/** A column of long bit vectors that are mostly zero. */
class WideInputTest {

    private static final int BITS = 20_000;

    private static final int ROWS = 400;

    private static final Map<String, Object> SETTINGS = Map.of("epochs", 12, "layers/0/units", 40, "layers/1/units", 10,
        "batchSize", 50, "learningRate", 0.5, "sampledZeros", 1.0, "layers/1/epochs", 1);

    /** Rows of two topics by turns: 40 of the 200 bits of the topic, and 5 of all. */
    private static BufferedDataTable table(final int rows) {
        final Random random = new Random(4);
        final List<DataCell[]> cells = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            final DenseBitVector bits = new DenseBitVector(BITS);
            for (int i = 0; i < 40; i++) {
                bits.set(row % 2 + 100L * random.nextInt(200));
            }
            for (int i = 0; i < 5; i++) {
                bits.set(random.nextInt(BITS));
            }
            cells.add(new DataCell[]{new DenseBitVectorCellFactory(bits).createDataCell()});
        }
        return Tables.of(List.of(Tables.column("words", DenseBitVectorCell.TYPE)), cells);
    }

    @Test
    void featuresAreLearnedFromTwentyThousandBits() throws Exception {
        final BufferedDataTable table = table(ROWS);
        final NodeRunner network = NodeRunner.run(new LayerwisePretrainNodeFactory(), SETTINGS, table);
        assertEquals("20000-40-10", ((DbnPortObjectSpec)network.output(0).getSpec()).shape());
        assertTrue(network.warnings().stream().noneMatch(warning -> warning.contains("sampledZeros")),
            network.warnings().toString());
        final BufferedDataTable features = (BufferedDataTable)NodeRunner.run(new ExtractFeaturesNodeFactory(),
            Map.of("layers", "CHOSEN"), network.output(0), table).output(0);
        final int columns = features.getDataTableSpec().getNumColumns();
        final double[][] sums = new double[2][columns];
        int row = 0;
        for (final DataRow one : features) {
            for (int c = 1; c < columns; c++) {
                sums[row % 2][c] += ((DoubleValue)one.getCell(c)).getDoubleValue();
            }
            row++;
        }
        assertEquals(ROWS, row);
        double largest = 0;
        for (int c = 1; c < columns; c++) {
            largest = Math.max(largest, Math.abs(sums[0][c] - sums[1][c]) / (ROWS / 2));
        }
        assertTrue(largest > 0.3, "the feature that tells the topics apart best differs by " + largest);
    }

    @Test
    void theNodeSaysWhatMakesWideInputsFast() throws Exception {
        final NodeRunner exact = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 1, "layers/0/units", 5, "layers/1/units", 3, "batchSize", 20), table(20));
        assertTrue(exact.warnings().stream().anyMatch(warning -> warning.contains("20000 inputs")
            && warning.contains("sampledZeros")), exact.warnings().toString());
    }

    @Test
    void whatDoesNotGoWithSampledZerosIsRefused() {
        refused("layers/0/method", Map.of("layers/0/method", "AUTOENCODER"));
        refused("visibleUnits", Map.of("scaling", "MIN_MAX", "visibleUnits", "GAUSSIAN"));
        refused("gibbsSteps", Map.of("gibbsSteps", 2));
        refused("persistentChains", Map.of("persistentChains", true));
        refused("weightSparsity", Map.of("weightSparsity", 0.1));
        refused("at least 0", Map.of("sampledZeros", -1.0));
    }

    private static void refused(final String part, final Map<String, Object> settings) {
        final Map<String, Object> all = new HashMap<>(Map.of("sampledZeros", 1.0));
        all.putAll(settings);
        final String message = assertThrows(InvalidSettingsException.class,
            () -> NodeRunner.configure(new LayerwisePretrainNodeFactory(), all, table(2).getDataTableSpec()))
            .getMessage();
        assertTrue(message.contains(part), message);
    }
}
