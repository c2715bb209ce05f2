// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;

import org.deepbelief.knime.embed.EmbedNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;

/** Each training node with a second for what takes an hour: it keeps what it learned, and says so. */
class TimeBudgetNodesTest {

    private static final int MANY_EPOCHS = 1_000_000;

    private static BufferedDataTable digits;

    private static PortObject network;

    @BeforeAll
    static void pretrain() throws Exception {
        digits = Tables.digits(60);
        network = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("layers/0/units", 6, "layers/1/units", 5, "epochs", 1), digits).output(0);
    }

    private static NodeRunner run(final NodeFactory<?> factory, final Map<String, Object> more,
        final PortObject... inputs) throws Exception {
        final Map<String, Object> settings = new HashMap<>(more);
        settings.put("epochs", MANY_EPOCHS);
        settings.put("timeBudget", 1);
        final long start = System.nanoTime();
        final NodeRunner node = NodeRunner.run(factory, settings, inputs);
        final double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds >= 1 && seconds < 20, seconds + " seconds");
        assertEquals(factory instanceof EmbedNodeFactory ? 3 : 2,
            ((DbnPortObject)node.output(0)).network().layers().size());
        return node;
    }

    private static void assertStopped(final String pattern, final NodeRunner node) {
        assertTrue(node.warnings().stream().anyMatch(warning -> warning.lines().anyMatch(line -> line.matches(pattern))),
            node.warnings()::toString);
    }

    @Test
    void bothLayersHaveTheirShare() throws Exception {
        final NodeRunner node = run(new LayerwisePretrainNodeFactory(),
            Map.of("layers/0/units", 6, "layers/1/units", 50), digits);
        assertStopped("Training stopped after 1 second, layer 1 at epoch \\d+ of 1000000, layer 2 at epoch \\d+ of"
            + " 1000000\\. .*\\(timeBudget\\)\\.", node);
        final BufferedDataTable log = (BufferedDataTable)node.output(1);
        final double[] epochs = new double[2];
        try (var rows = log.iterator()) {
            while (rows.hasNext()) {
                epochs[Integer.parseInt(rows.next().getCell(0).toString()) - 1]++;
            }
        }
        assertTrue(epochs[0] > 3 && epochs[1] > 3, epochs[0] + " and " + epochs[1] + " epochs");
    }

    @Test
    void wakeSleepStops() throws Exception {
        assertStopped("Training stopped after 1 second, at epoch \\d+ of 1000000\\. .*",
            run(new WakeSleepTuneNodeFactory(), Map.of(), network, digits));
    }

    @Test
    void fineTuningStops() throws Exception {
        assertStopped("Training stopped after 1 second, at epoch \\d+ of 1000000\\. .*",
            run(new FineTuneNodeFactory(), Map.of("targetColumn", "digit"), network, digits));
    }

    @Test
    void aMapStops() throws Exception {
        assertStopped("Training stopped after 1 second, at epoch \\d+ of 1000000\\. .*",
            run(new EmbedNodeFactory(), Map.of(), network, digits));
    }

    @Test
    void withTimeEnoughThereIsNoWarning() throws Exception {
        final NodeRunner node = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("layers/0/units", 6, "layers/1/units", 5, "epochs", 1, "timeBudget", 1000), digits);
        assertTrue(node.warnings().stream().noneMatch(warning -> warning.contains("stopped")),
            node.warnings()::toString);
        final String refused = assertThrows(InvalidSettingsException.class, () -> NodeRunner.configure(
            new LayerwisePretrainNodeFactory(), Map.of("timeBudget", 0), digits.getDataTableSpec())).getMessage();
        assertEquals("The setting \"Time budget (seconds)\" (timeBudget) is 0: it must be at least 1 and at most"
            + " 10000000.", refused);
    }
}
