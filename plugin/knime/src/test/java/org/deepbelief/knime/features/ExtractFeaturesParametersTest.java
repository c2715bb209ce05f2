// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.deepbelief.knime.settings.ChosenLayers;
import org.deepbelief.knime.settings.DialogInput;
import org.junit.jupiter.api.Test;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.node.parameters.widget.choices.StringChoice;

/** What the dialog offers, and which layers that is. */
class ExtractFeaturesParametersTest {

    @Test
    void theLayersAreThoseOfTheNetworkWithTheirUnits() {
        final ChosenLayers.NetworkLayers layers = new ChosenLayers.NetworkLayers();
        assertEquals(List.of(new StringChoice("1", "Layer 1 (500 units)"), new StringChoice("2", "Layer 2 (20 units)")),
            layers.computeState(DialogInput.of(DialogInput.network(Optional.empty(), Optional.empty()))));
        assertEquals(List.of(), layers.computeState(DialogInput.of(new PortObjectSpec[1])), "no network");
    }

    @Test
    void theChosenLayersAreTakenFromTheLowestUpEachOnce() throws InvalidSettingsException {
        final ExtractFeaturesParameters parameters = new ExtractFeaturesParameters();
        assertEquals(List.of(3), parameters.layers(3), "the top at first");
        parameters.m_layers = ExtractFeaturesParameters.Layers.ALL;
        assertEquals(List.of(1, 2, 3), parameters.layers(3));
        parameters.m_layers = ExtractFeaturesParameters.Layers.CHOSEN;
        parameters.m_chosenLayers = new String[]{"3", "1", "3"};
        assertEquals(List.of(1, 3), parameters.layers(3));
    }
}
