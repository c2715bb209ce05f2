// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.features;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.deepbelief.knime.settings.UnknownValues;
import org.deepbelief.knime.table.MissingValues;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;
import org.knime.node.parameters.widget.text.TextInputWidget;

/** The settings of DBN Extract Features. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class ExtractFeaturesParameters implements NodeParameters {

    /** Which layers give features. */
    enum Layers {
        @Label(value = "Top", description = "The highest layer: few, general features.")
        TOP,

        @Label(value = "All", description = "Every layer.")
        ALL,

        @Label(value = "Chosen", description = "The layers that are named below.")
        CHOSEN
    }

    /** What a feature is. */
    enum Values {
        @Label(value = "Probabilities", description = "The expected value of each unit: smooth, the same each time.")
        PROBABILITIES,

        @Label(value = "Samples", description = "A random state of each unit, drawn from its probability.")
        SAMPLES
    }

    /** How features are written. */
    enum Format {
        @Label(value = "Columns", description = "One column of numbers a feature; for most learners.")
        COLUMNS,

        @Label(value = "Vector", description = "One vector column a layer; compact where there are many features.")
        VECTOR
    }

    interface LayersReference extends ParameterReference<Layers> {
    }

    static final class LayersAreChosen implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(LayersReference.class).isOneOf(Layers.CHOSEN);
        }
    }

    interface ValuesReference extends ParameterReference<Values> {
    }

    static final class ValuesAreSamples implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(ValuesReference.class).isOneOf(Values.SAMPLES);
        }
    }

    @Layout(InputSection.class)
    @Widget(title = "Missing values", description = "What to do with a row that lacks an input value.")
    @ValueSwitchWidget
    MissingValues m_missingValues = MissingValues.MEAN;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Unknown nominal values", description = "What to do with a nominal value that the network was not"
        + " pretrained with.")
    @ValueSwitchWidget
    UnknownValues m_unknownValues = UnknownValues.ALL_ZERO;

    @Layout(OutputSection.class)
    @Widget(title = "Layers", description = "The layers whose units become features.")
    @ValueSwitchWidget
    @ValueReference(LayersReference.class)
    Layers m_layers = Layers.TOP;

    @Layout(OutputSection.class)
    @Widget(title = "Chosen layers", description = "The numbers of the layers, 1 for the lowest, separated by commas,"
        + " such as 1, 3.")
    @TextInputWidget(placeholder = "1, 2")
    @Effect(predicate = LayersAreChosen.class, type = EffectType.SHOW)
    String m_chosenLayers = "1";

    @Layout(OutputSection.class)
    @Widget(title = "Values", description = "What is written of a unit.")
    @ValueSwitchWidget
    @ValueReference(ValuesReference.class)
    Values m_values = Values.PROBABILITIES;

    @Layout(OutputSection.class)
    @Widget(title = "Format", description = "How the features are appended.")
    @ValueSwitchWidget
    Format m_format = Format.COLUMNS;

    @Layout(OutputSection.class)
    @Widget(title = "Remove input columns", description = "Whether the columns that the network reads are left out of"
        + " the output, so that the features take their place.")
    boolean m_removeInputColumns;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Seed", description = "Where the random numbers of samples start.")
    @NumberInputWidget
    @Effect(predicate = ValuesAreSamples.class, type = EffectType.SHOW)
    long m_seed = 1;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Threads", description = "The number of threads that compute; 0 takes all processors.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostThreads.class)
    int m_threads = 0;

    /**
     * The layers whose features are wanted, 1 for the lowest, in ascending order.
     *
     * @param available the number of layers of the network
     */
    List<Integer> layers(final int available) throws InvalidSettingsException {
        final List<Integer> layers = new ArrayList<>();
        switch (m_layers) {
            case TOP -> layers.add(available);
            case ALL -> {
                for (int layer = 1; layer <= available; layer++) {
                    layers.add(layer);
                }
            }
            case CHOSEN -> layers.addAll(chosen(available));
        }
        return layers;
    }

    private TreeSet<Integer> chosen(final int available) throws InvalidSettingsException {
        final TreeSet<Integer> chosen = new TreeSet<>();
        for (final String part : m_chosenLayers.split(",")) {
            final String number = part.strip();
            if (!number.matches("\\d{1,6}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > available) {
                throw new InvalidSettingsException("The setting \"Chosen layers\" (chosenLayers) is \"" + m_chosenLayers
                    + "\": it must name layers from 1 to " + available + ", separated by commas.");
            }
            chosen.add(Integer.parseInt(number));
        }
        return chosen;
    }
}
