// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.widget.choices.StringChoice;
import org.knime.node.parameters.widget.choices.StringChoicesProvider;

/** The setting "Chosen layers" (chosenLayers): layers of a network by their numbers, 1 for the lowest. */
public final class ChosenLayers {

    private ChosenLayers() {
    }

    /** The network's layers by their numbers, such as "Layer 1 (500 units)". */
    public static final class NetworkLayers implements StringChoicesProvider {
        @Override
        public List<StringChoice> computeState(final NodeParametersInput input) {
            final List<StringChoice> choices = new ArrayList<>();
            if (input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network) {
                for (int layer = 1; layer <= network.depth(); layer++) {
                    choices.add(new StringChoice(Integer.toString(layer), "Layer " + layer + " ("
                        + network.features(layer).stream().mapToInt(feature -> feature.level().units()).sum()
                        + " units)"));
                }
            }
            return choices;
        }
    }

    /**
     * The layers, each once, in ascending order.
     *
     * @param numbers what is chosen
     * @param available the number of layers of the network
     * @param other the setting by which other layers than chosen ones are had, for the message: its title and key
     * @throws InvalidSettingsException if none is chosen, or one that the network does not have
     */
    public static List<Integer> of(final String[] numbers, final int available, final String other)
        throws InvalidSettingsException {
        final TreeSet<Integer> chosen = new TreeSet<>();
        if (numbers.length == 0) {
            throw new InvalidSettingsException("No layer is chosen. Choose at least one of the \"Chosen layers\""
                + " (chosenLayers), or another setting of " + other + ".");
        }
        for (final String number : numbers) {
            if (number == null || !number.matches("\\d{1,6}") || Integer.parseInt(number) < 1
                || Integer.parseInt(number) > available) {
                throw new InvalidSettingsException("The setting \"Chosen layers\" (chosenLayers) has \"" + number
                    + "\": the network has the layers 1 to " + available + ". Choose of these.");
            }
            chosen.add(Integer.parseInt(number));
        }
        return List.copyOf(chosen);
    }
}
