// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.pmml.PmmlExport;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.pmml.ToPmmlNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.InputKind;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.junit.jupiter.api.Test;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.port.pmml.PMMLPortObject;
import org.knime.core.node.port.pmml.PMMLPortObjectSpec;

/** DBN to PMML: the engine's document at KNIME's port, with its fields; what KNIME's own reader cannot is told. */
class ToPmmlNodeTest {

    private static final String READER = "KNIME's own MultiLayerPerceptron Predictor ";

    private static final Target CLASSES = new Target("class", TargetKind.NOMINAL, List.of("no", "yes"));

    private static DbnPortObject tuned(final BufferedDataTable table, final Map<String, Object> pretraining,
        final String target) throws Exception {
        final Map<String, Object> settings =
            new HashMap<>(Map.of("layers/0/units", 6, "layers/1/units", 5, "epochs", 1));
        settings.putAll(pretraining);
        final var pretrained = NodeRunner.run(new LayerwisePretrainNodeFactory(), settings, table).output(0);
        return (DbnPortObject)NodeRunner
            .run(new FineTuneNodeFactory(), Map.of("epochs", 1, "targetColumn", target), pretrained, table).output(0);
    }

    /** Runs the node and checks the document; returns what it warned of. */
    private static String check(final DbnPortObject network) throws Exception {
        final NodeRunner node = NodeRunner.run(new ToPmmlNodeFactory(), Map.of(), network);
        final PMMLPortObject document = (PMMLPortObject)node.output(0);
        assertEquals(node.announced(0), document.getSpec());
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        new PmmlExport(network.network()).write(expected, () -> false);
        final ByteArrayOutputStream actual = new ByteArrayOutputStream();
        document.save(actual);
        assertArrayEquals(expected.toByteArray(), actual.toByteArray());
        assertEquals(1, node.warnings().size(), node.warnings()::toString);
        assertEquals(List.of(),
            NodeRunner.run(new ToPmmlNodeFactory(), Map.of("warnOfOwnReader", false), network).warnings());
        return node.warnings().get(0);
    }

    @Test
    void aClassifierOfNumbersAsTheyAreIsReadByKnimeToo() throws Exception {
        final DbnPortObject network = tuned(Tables.small(40), Map.of("scaling", "NONE"), "class");
        final String warning = check(network);
        assertTrue(warning.startsWith(READER + "tells the right class from this document, but not its probabilities"),
            warning);
        final var spec = (PMMLPortObjectSpec)NodeRunner.configure(new ToPmmlNodeFactory(), Map.of(), network.getSpec())
            .announced(0);
        assertEquals(List.of("a", "b"), spec.getLearningFields());
        assertEquals(List.of("class"), spec.getTargetFields());
        assertEquals(DoubleCell.TYPE, spec.getDataTableSpec().getColumnSpec("a").getType());
        assertEquals(StringCell.TYPE, spec.getDataTableSpec().getColumnSpec("class").getType());
        assertEquals(List.of("yes", "no"), spec.getDataTableSpec().getColumnSpec("class").getDomain().getValues().stream()
            .map(Object::toString).sorted((one, other) -> other.compareTo(one)).toList());
    }

    @Test
    void whatKnimesReaderCannotIsTold() throws Exception {
        final String encoded = check(tuned(Tables.digits(40), Map.of(), "digit"));
        assertTrue(encoded.startsWith(READER + "cannot use this document: it takes numbers as they are, while the network"
            + " encodes the column \"px00\" first. In KNIME, use DBN Predict"), encoded);
        final String number = check(tuned(Tables.penguins(0, 2, 3, 5), Map.of(), "body_mass_g"));
        assertTrue(number.contains("while the network predicts the number \"body_mass_g\""), number);
        final String linear = check(tuned(Tables.small(40), Map.of("scaling", "NONE", "layers/1/hiddenUnits", "GAUSSIAN"),
            "class"));
        assertTrue(linear.contains("while layer 2 has Gaussian units"), linear);
    }

    private static DbnPortObjectSpec spec(final InputKind kind, final int units, final int hidden, final UnitType type,
        final Optional<Target> target) {
        return new DbnPortObjectSpec(List.of(new Input("in", kind, units)),
            List.of(new Level(LayerKind.BOLTZMANN_MACHINE, hidden, type)), Tuning.FINE_TUNED, Optional.empty(), target);
    }

    private static String refused(final Map<String, Object> settings, final DbnPortObjectSpec network) {
        return assertThrows(InvalidSettingsException.class,
            () -> NodeRunner.configure(new ToPmmlNodeFactory(), settings, network)).getMessage();
    }

    @Test
    void whatPmmlCannotIsRefusedBeforeExecution() {
        final UnitType bernoulli = UnitType.bernoulli();
        final Optional<Target> target = Optional.of(CLASSES);
        assertEquals("The network has no output layer that predicts. Put DBN Fine-tune with a target column in front of"
            + " this node.", refused(Map.of(), spec(InputKind.NUMBER, 1, 2, bernoulli, Optional.empty())));
        assertEquals("The network reads the column \"in\" as double vector, which PMML does not know. Split the column into"
            + " numbers before DBN Layer-wise Pretrain.",
            refused(Map.of(), spec(InputKind.DOUBLE_VECTOR, 9, 2, bernoulli, target)));
        assertTrue(refused(Map.of(), spec(InputKind.NUMBER, 1, 2, UnitType.rectifiedLinear(), target))
            .startsWith("Layer 1 has rectified linear units, which PMML 4.2 does not know. Choose Bernoulli"));
    }

    @Test
    void aDocumentThatIsTooLargeIsRefusedWithItsSize() throws Exception {
        final UnitType bernoulli = UnitType.bernoulli();
        final DbnPortObjectSpec large =
            spec(InputKind.NOMINAL, 2000, 850, bernoulli, Optional.of(CLASSES));
        assertEquals("The document of this network of 2000-850 units, with 1701700 weights, would be of 68 MB, and in KNIME"
            + " take several times that of Java's heap. Train smaller layers, write the network by DBN Writer instead, or"
            + " raise the \"Largest document (MB)\" (largestDocument), which is 50.", refused(Map.of(), large));
        NodeRunner.configure(new ToPmmlNodeFactory(), Map.of("largestDocument", 69), large);
        assertEquals("The setting \"Largest document (MB)\" (largestDocument) is 0: it must be at least 1 and at most 1000.",
            refused(Map.of("largestDocument", 0), large));
    }
}
