// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;

/**
 * Numbers at the ends of what a double can be, under every scaling, by every kind of layer: a node learns them, or says in
 * a sentence why not. No network has a weight that is no number, and no cell that should have one lacks it without a word.
 */
class NumericsTest {

    private static final int ROWS = 24;

    private static final Map<String, IntFunction<Double>> NUMBERS = Map.ofEntries(
        Map.entry("subnormal", row -> row * Double.MIN_VALUE), Map.entry("tiny", row -> row * 1e-300),
        Map.entry("huge", row -> row * 1e306), Map.entry("huge of both signs", row -> (row - 12) * 1e307),
        Map.entry("of every magnitude", row -> Math.pow(10, 25 * (row - 12))),
        Map.entry("one far out", row -> row == 7 ? 1e300 : row), Map.entry("close together", row -> 1e15 + row % 2),
        Map.entry("two values", row -> row % 2 == 0 ? -1e200 : 1e200),
        Map.entry("half missing", row -> row % 2 == 0 ? null : (Double)(double)row),
        Map.entry("one not a number", row -> row == 3 ? Double.NaN : row),
        Map.entry("one infinite", row -> row == 3 ? Double.NEGATIVE_INFINITY : row),
        Map.entry("zeros of both signs", row -> row % 3 == 0 ? -0.0 : row % 3 - 1.0));

    /** A method and its kinds of hidden units. */
    private static final Map<String, List<String>> LAYERS = Map.of("RESTRICTED_BOLTZMANN_MACHINE",
        List.of("BERNOULLI", "RECTIFIED_LINEAR", "GAUSSIAN"), "AUTOENCODER", List.of("BERNOULLI", "RECTIFIED_LINEAR"));

    static Stream<String> numbers() {
        return NUMBERS.keySet().stream().sorted();
    }

    private static BufferedDataTable table(final IntFunction<Double> numbers) {
        final List<DataColumnSpec> columns = List.of(Tables.column("x", DoubleCell.TYPE),
            Tables.column("usual", DoubleCell.TYPE), Tables.column("class", StringCell.TYPE));
        final List<DataCell[]> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            final Double number = numbers.apply(row);
            rows.add(new DataCell[]{number == null ? null : new DoubleCell(number), new DoubleCell(row * 7 % 24 / 24.0),
                new StringCell(row < 12 ? "low" : "high")});
        }
        return Tables.of(columns, rows);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void areLearnedOrRefusedWithASentence(final String name) throws Exception {
        final BufferedDataTable table = table(NUMBERS.get(name));
        int refused = 0;
        int learned = 0;
        for (final String scaling : List.of("AUTOMATIC", "MIN_MAX", "Z_SCORE", "NONE")) {
            for (final Map.Entry<String, List<String>> method : LAYERS.entrySet()) {
                for (final String units : method.getValue()) {
                    final String what = name + ", " + scaling + ", " + method.getKey() + " " + units;
                    final PortObject network = run(what, new LayerwisePretrainNodeFactory(),
                        Map.of("layers/0/method", method.getKey(), "layers/0/hiddenUnits", units, "layers/0/units", 4,
                            "layers/1/units", 3, "epochs", 2, "batchSize", 5, "scaling", scaling),
                        table);
                    refused += network == null ? 1 : 0;
                    learned += network == null ? 0 : 1;
                    if (network != null) {
                        use(what, network, table);
                    }
                }
            }
        }
        System.out.printf("NumericsTest: %s: %d learned, %d refused%n", name, learned, refused);
    }

    private static void use(final String what, final PortObject network, final BufferedDataTable table)
        throws Exception {
        run(what, new ExtractFeaturesNodeFactory(), Map.of(), network, table);
        run(what, new ReconstructNodeFactory(), Map.of(), network, table);
        final PortObject classifier =
            run(what, new FineTuneNodeFactory(), Map.of("epochs", 2, "targetColumn", "class"), network, table);
        if (classifier != null) {
            run(what, new PredictNodeFactory(), Map.of(), classifier, table);
        }
        final PortObject regressor = run(what, new FineTuneNodeFactory(),
            Map.of("epochs", 2, "targetColumn", "x", "task", "NUMBERS"), network, table);
        if (regressor != null) {
            run(what, new PredictNodeFactory(), Map.of(), regressor, table);
        }
    }

    /** What the node gives, or null where it refuses. */
    private static PortObject run(final String what, final NodeFactory<?> factory, final Map<String, Object> settings,
        final PortObject... inputs) throws Exception {
        final NodeRunner node;
        try {
            node = NodeRunner.run(factory, settings, inputs);
        } catch (InvalidSettingsException | KNIMEException refusal) {
            final String message = String.valueOf(refusal.getMessage());
            assertTrue(message.length() > 30 && !message.contains("Exception"), what + ": " + message);
            return null;
        }
        if (node.output(0) instanceof DbnPortObject network) {
            for (final DenseLayer layer : DenseLayer.all(network.network().layers())) {
                finite(what, layer.recognitionWeights());
                finite(what, layer.generativeWeights());
            }
        } else {
            told(what, node, (BufferedDataTable)node.output(0), (BufferedDataTable)inputs[1]);
        }
        return node.output(0);
    }

    private static void finite(final String what, final FloatMatrix weights) {
        for (final float weight : weights.toArray()) {
            assertTrue(Float.isFinite(weight), what);
        }
    }

    /** The columns that were appended have finite numbers, or the node has said where they have none. */
    private static void told(final String what, final NodeRunner node, final BufferedDataTable result,
        final BufferedDataTable given) {
        boolean missing = false;
        for (final DataRow row : result) {
            for (int c = given.getDataTableSpec().getNumColumns(); c < row.getNumCells(); c++) {
                missing |= row.getCell(c).isMissing();
                assertTrue(!(row.getCell(c) instanceof DoubleValue number) || Double.isFinite(number.getDoubleValue()),
                    what);
            }
        }
        if (missing) {
            assertFalse(node.warnings().isEmpty(), what + ": cells are missing without a word");
        }
        assertEquals(given.size(), result.size(), what);
    }
}
