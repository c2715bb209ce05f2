// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.deepbelief.knime.embed.EmbedNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataRow;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;

/** What the training log says of each training: which layers learned, by what measure, how well classes are told. */
class TrainingLogNodesTest {

    private static final String MISSING = "?";

    private static BufferedDataTable table;

    private static NodeRunner pretrain;

    @BeforeAll
    static void pretrain() throws Exception {
        table = Tables.small(60);
        pretrain = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("layers/0/units", 5, "layers/1/units", 4,
            "epochs", 2, "classColumn", "class"), table);
    }

    private static PortObject network() {
        return pretrain.output(0);
    }

    private static List<String> column(final NodeRunner node, final int logPort, final String name) {
        final BufferedDataTable log = (BufferedDataTable)node.output(logPort);
        final List<String> cells = new ArrayList<>();
        for (final DataRow row : log) {
            cells.add(row.getCell(log.getDataTableSpec().findColumnIndex(name)).toString());
        }
        return cells;
    }

    private static void learned(final NodeRunner node, final int logPort, final List<String> first,
        final List<String> last) {
        assertEquals(first, column(node, logPort, "First layer"));
        assertEquals(last, column(node, logPort, "Last layer"));
    }

    @Test
    void tellsWhichLayersLearned() throws Exception {
        learned(pretrain, 1, List.of("1", "1", "2", "2"), List.of("1", "1", "2", "2"));
        learned(NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of("epochs", 2), network(), table), 1,
            List.of("1", "1"), List.of("2", "2"));
        learned(NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 1), network(), table), 1, List.of("1"),
            List.of("2"));
        learned(NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 1, "frozenLayers", 1), network(), table), 1,
            List.of("2"), List.of("2"));
        learned(NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 1, "frozenLayers", 2), network(), table), 1,
            List.of(MISSING), List.of(MISSING));
        learned(NodeRunner.run(new EmbedNodeFactory(), Map.of("epochs", 1, "frozenLayers", 1), network(), table), 2,
            List.of("2"), List.of("3"));
    }

    @Test
    void aClassifierTellsItsAccuracyAfterEachEpochWhetherRowsAreHeldOutOrNot() throws Exception {
        for (final double share : new double[]{0, 0.2}) {
            for (final NodeFactory<?> node : List.of(new FineTuneNodeFactory(), new WakeSleepTuneNodeFactory())) {
                final NodeRunner run =
                    NodeRunner.run(node, Map.of("epochs", 3, "validationShare", share), network(), table);
                assertFalse(column(run, 1, "Accuracy").contains(MISSING), node + ", " + share);
                assertEquals(share == 0, column(run, 1, "Validation accuracy").contains(MISSING), node + ", " + share);
            }
        }
    }

    /** What the progress of a training calls its error is the name of the column that has it. */
    @Test
    void progressCallsTheErrorAsTheLogDoes() throws Exception {
        callsItsError(new LayerwisePretrainNodeFactory(), Map.of("epochs", 2), 1, "Reconstruction error", table);
        callsItsError(new WakeSleepTuneNodeFactory(), Map.of("epochs", 2), 1, "Reconstruction error", network(), table);
        callsItsError(new FineTuneNodeFactory(), Map.of("epochs", 2, "weightDecay", 0.3), 1, "Loss", network(),
            table);
        callsItsError(new EmbedNodeFactory(), Map.of("epochs", 2), 2, "Loss", network(), table);
    }

    /** Before it learns, a fine-tuning without a weight decay says that it looks for one. */
    @Test
    void progressTellsWhatTrialsAreFor() throws Exception {
        final List<String> told = new ArrayList<>();
        execute(told, new FineTuneNodeFactory(), Map.of("epochs", 2), network(), table);
        assertTrue(told.contains("Choosing the weight decay, trial 1 of 9"), told::toString);
        told.clear();
        execute(told, new FineTuneNodeFactory(), Map.of("epochs", 2, "weightDecay", 0.3), network(), table);
        assertTrue(told.stream().noneMatch(message -> message != null && message.contains("trial")), told::toString);
    }

    private static void callsItsError(final NodeFactory<?> factory, final Map<String, Object> settings,
        final int logPort, final String name, final PortObject... inputs) throws Exception {
        final List<String> told = new ArrayList<>();
        final NodeRunner node = execute(told, factory, settings, inputs);
        final List<String> errors = told.stream().filter(message -> message != null && message.contains("poch "))
            .map(message -> message.replaceAll(".*, (.*) [0-9.]+$", "$1")).distinct().toList();
        assertEquals(List.of(name.toLowerCase(Locale.ROOT)), errors, () -> told.toString());
        assertTrue(column(node, logPort, name).stream().noneMatch(MISSING::equals), name);
    }

    private static NodeRunner execute(final List<String> told, final NodeFactory<?> factory,
        final Map<String, Object> settings, final PortObject... inputs) throws Exception {
        final NodeRunner node = NodeRunner.configure(factory, settings,
            Stream.of(inputs).map(PortObject::getSpec).toArray(PortObjectSpec[]::new));
        node.execute(new DefaultNodeProgressMonitor() {
            @Override
            public void setMessage(final String message) {
                told.add(message);
                super.setMessage(message);
            }
        }, inputs);
        return node;
    }
}
