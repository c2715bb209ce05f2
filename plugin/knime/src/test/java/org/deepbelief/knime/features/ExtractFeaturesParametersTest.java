// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.InputKind;
import org.deepbelief.knime.port.Tuning;
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

    /** Which have to be there, in the order of the network; a network of one sense has none to choose. */
    @Test
    void theSensesAreThoseOfTheNetwork() throws InvalidSettingsException {
        final DbnPortObjectSpec one = DialogInput.network(Optional.empty(), Optional.empty());
        final DbnPortObjectSpec shallow = new DbnPortObjectSpec(List.of(new DbnPortObjectSpec.Input("y",
            InputKind.NUMBER, 1)), one.levels().subList(0, 1), Tuning.PRETRAINED, Optional.empty(), Optional.empty());
        final DbnPortObjectSpec two =
            DbnPortObjectSpec.fused(List.of("sound", "sight"), List.of(one, shallow), one.levels());
        final ExtractFeaturesParameters.NetworkSenses senses = new ExtractFeaturesParameters.NetworkSenses();
        assertEquals(List.of("sound", "sight"), senses.choices(DialogInput.of(two)));
        assertEquals(List.of(), senses.choices(DialogInput.of(one)));
        final ExtractFeaturesParameters parameters = new ExtractFeaturesParameters();
        assertEquals(List.of(), parameters.senses(two), "all at first");
        parameters.m_senses = ExtractFeaturesParameters.Senses.CHOSEN;
        parameters.m_chosenSenses = new String[]{"sight", "sound"};
        assertEquals(List.of("sound", "sight"), parameters.senses(two));
        assertEquals(List.of(), parameters.senses(one));
        parameters.m_layers = ExtractFeaturesParameters.Layers.ALL;
        assertEquals(List.of("sound", "sight"), parameters.senses(two));
        parameters.m_chosenSenses = new String[]{"sight"};
        assertEquals(List.of("sight"), parameters.senses(two), "which has the first layer alone");
        assertEquals(List.of(1, 3, 4), parameters.layers(two, List.of("sight")));
        assertEquals(List.of(1, 2, 3, 4), parameters.layers(two, List.of("sound")));
        assertEquals(List.of(1, 2, 3, 4), parameters.layers(two, List.of()));
        parameters.m_layers = ExtractFeaturesParameters.Layers.CHOSEN;
        parameters.m_chosenLayers = new String[]{"2"};
        final String said =
            assertThrows(InvalidSettingsException.class, () -> parameters.senses(two)).getMessage();
        assertTrue(said.contains("The senses [sight] have no layer 2 for themselves"), said);
    }

    @Test
    void theChosenLayersAreTakenFromTheLowestUpEachOnce() throws InvalidSettingsException {
        final DbnPortObjectSpec one = DialogInput.network(Optional.empty(), Optional.empty());
        final DbnPortObjectSpec network = DbnPortObjectSpec.fused(List.of("a", "b"),
            List.of(one, new DbnPortObjectSpec(List.of(new DbnPortObjectSpec.Input("y", InputKind.NUMBER, 1)),
                one.levels(), Tuning.PRETRAINED, Optional.empty(), Optional.empty())), one.levels().subList(0, 1));
        final ExtractFeaturesParameters parameters = new ExtractFeaturesParameters();
        assertEquals(List.of(3), parameters.layers(network, List.of()), "the top at first");
        parameters.m_layers = ExtractFeaturesParameters.Layers.ALL;
        assertEquals(List.of(1, 2, 3), parameters.layers(network, List.of()));
        parameters.m_layers = ExtractFeaturesParameters.Layers.CHOSEN;
        parameters.m_chosenLayers = new String[]{"3", "1", "3"};
        assertEquals(List.of(1, 3), parameters.layers(network, List.of()));
    }
}
