// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.embed.EmbedNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataTableSpec;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObjectSpec;

/** Networks of a million units a layer and more: no memory holds them, which configuring tells. */
class TooLargeTest {

    private static final int UNITS = 1_000_000;

    private static final DataTableSpec TABLE = Tables.small(1).getDataTableSpec();

    private static void assertRefused(final NodeFactory<?> factory, final Map<String, Object> settings,
        final String bytes, final String remedy, final PortObjectSpec... inputs) {
        final String message = assertThrows(InvalidSettingsException.class,
            () -> NodeRunner.configure(factory, settings, inputs)).getMessage();
        assertTrue(message.startsWith("The training takes at least " + bytes + " of memory, most of it for layer 2 with"
            + " its 1000000 x 1000000 weights, but ") && message.contains(" are there. " + remedy)
            && message.contains("org.deepbelief.memoryMiB"), message);
    }

    @Test
    void aNewNetworkIsRefused() {
        assertRefused(new LayerwisePretrainNodeFactory(), Map.of("layers/0/units", UNITS, "layers/1/units", UNITS),
            "7.3 TiB", "Choose fewer \"Hidden units\" (layers/0/units and so on)", TABLE);
    }

    @Test
    void theTuningOfANetworkIsRefused() throws Exception {
        final DbnPortObjectSpec small = (DbnPortObjectSpec)NodeRunner.configure(new LayerwisePretrainNodeFactory(),
            Map.of(), TABLE).announced(0);
        final Level level = new Level(LayerKind.BOLTZMANN_MACHINE, UNITS, UnitType.bernoulli());
        final DbnPortObjectSpec large = new DbnPortObjectSpec(small.inputs(), List.of(level, level), Tuning.PRETRAINED,
            Optional.empty(), Optional.empty());
        assertEquals(List.of(small.sizes().get(0), UNITS, UNITS), large.sizes());
        assertRefused(new WakeSleepTuneNodeFactory(), Map.of(), "10.9 TiB", "Connect a smaller network", large, TABLE);
        assertRefused(new FineTuneNodeFactory(), Map.of(), "14.6 TiB",
            "Connect a smaller network, or raise \"Frozen layers\" (frozenLayers)", large, TABLE);
        assertRefused(new EmbedNodeFactory(), Map.of(), "14.6 TiB",
            "Connect a smaller network, or raise \"Frozen layers\" (frozenLayers)", large, TABLE);
    }
}
