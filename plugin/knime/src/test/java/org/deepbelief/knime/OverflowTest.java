// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.node.BufferedDataTable;

/** A number that grows beyond single precision is a missing cell, and the node says where and how many there are. */
class OverflowTest {

    /** One rectified unit of weight 1e30 on a number: 1e10 makes it larger than 3.4e38. */
    private static DbnPortObject network() {
        final InputEncoding encoding = new InputEncoding(
            List.of(new NumberColumn("a", UnitType.gaussian(), NumberScaling.NONE, 0, 1)), new float[1]);
        final Layer layer = BoltzmannLayer.tied(encoding.groups(), UnitType.rectifiedLinear(),
            FloatMatrix.of(1, 1, new float[]{1e30f}), new float[1], new float[1]);
        final DeepBeliefNetwork network = new DeepBeliefNetwork(encoding, List.of(layer), AssociativeMemory.of(layer),
            Optional.of(new OutputHead.Classifier(new ClassColumn("class", List.of("yes", "no")),
                FloatMatrix.of(1, 2, new float[]{1, -1}), new float[2])),
            new Provenance(List.of()));
        return new DbnPortObject(network,
            DbnPortObjectSpec.of(network, Tuning.FINE_TUNED, TargetKind.NOMINAL, TargetKind.NOMINAL));
    }

    private static BufferedDataTable table(final double... values) {
        return Tables.of(List.of(Tables.column("a", DoubleCell.TYPE)),
            java.util.Arrays.stream(values).mapToObj(value -> new DataCell[]{new DoubleCell(value)}).toList());
    }

    @Test
    void featuresThatOverflowAreMissingWithAWarning() throws Exception {
        for (final String format : List.of("COLUMNS", "VECTOR")) {
            final NodeRunner features = NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of("format", format),
                network(), table(1, 1e10, 2, 1e11));
            assertEquals(1, features.warnings().size(), features.warnings().toString());
            assertTrue(features.warnings().get(0)
                .contains("2 cells are missing in 2 rows, the first in column \"Layer 1"), features.warnings().get(0));
            assertTrue(features.warnings().get(0).contains("of row \"Row1\""), features.warnings().get(0));
        }
        assertEquals(List.of(), NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network(), table(1, 2))
            .warnings());
    }

    @Test
    void reconstructionsThatOverflowAreMissingWithAWarning() throws Exception {
        final NodeRunner reconstructed =
            NodeRunner.run(new ReconstructNodeFactory(), Map.of(), network(), table(0, 1e10));
        assertEquals(1, reconstructed.warnings().size(), reconstructed.warnings().toString());
        assertTrue(reconstructed.warnings().get(0)
            .contains(" missing in 1 row, the first in column \"a (reconstructed)\" of row \"Row1\""),
            reconstructed.warnings().get(0));
    }

    /** A row without any value has no error to tell, which is no overflow. */
    @Test
    void aMissingErrorIsNoOverflow() throws Exception {
        final BufferedDataTable empty =
            Tables.of(List.of(Tables.column("a", DoubleCell.TYPE)), List.of(new DataCell[1], new DataCell[1]));
        assertEquals(List.of(), NodeRunner.run(new ReconstructNodeFactory(), Map.of("fillMissing", true, "fillMethod",
            "MEAN_FIELD", "appendFreeEnergy", false), network(), empty).warnings());
    }

    @Test
    void aClassIsNotChosenAmongProbabilitiesThatAreNone() throws Exception {
        final NodeRunner predicted = NodeRunner.run(new PredictNodeFactory(), Map.of(), network(), table(0, 1e10));
        final BufferedDataTable rows = (BufferedDataTable)predicted.output(0);
        int row = 0;
        for (final org.knime.core.data.DataRow one : rows) {
            assertEquals(row++ == 1, one.getCell(1).isMissing());
        }
        assertTrue(predicted.warnings().toString().contains("\"Prediction (class)\" of row \"Row1\""),
            predicted.warnings().toString());
    }
}
