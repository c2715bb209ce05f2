// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.features;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.settings.Automatic;
import org.deepbelief.knime.settings.ChosenLayers;
import org.deepbelief.knime.settings.ConnectedNetwork;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Precisions;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.deepbelief.knime.settings.Sections.ResourcesSection;
import org.deepbelief.knime.settings.UnknownValues;
import org.deepbelief.knime.table.MissingValues;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.StringChoicesProvider;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.choices.filter.TwinlistWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Extract Features. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class ExtractFeaturesParameters implements NodeParameters {

    /** Which layers give features. */
    enum Layers {
        @Label(value = "Top", description = "The highest layer: few, general features.")
        TOP,

        @Label(value = "All", description = "Every layer; where senses are chosen, every layer that they have.")
        ALL,

        @Label(value = "Chosen", description = "The layers that are chosen below.")
        CHOSEN
    }

    /** Whose layers give features, of those that each sense has for itself. */
    enum Senses {
        @Label(value = "All", description = "Those of every sense.")
        ALL,

        @Label(value = "Chosen", description = "Those of the senses that are chosen below.")
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
        @Label(value = "Columns", description = "One column of numbers per feature; for most learners.")
        COLUMNS,

        @Label(value = "Vector", description = "One vector column per layer; compact where there are many features.")
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

    interface SensesReference extends ParameterReference<Senses> {
    }

    static final class SensesAreChosen implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getPredicate(ConnectedNetwork.HasSenses.class)
                .and(initializer.getEnum(SensesReference.class).isOneOf(Senses.CHOSEN));
        }
    }

    /** The network's senses by their names. */
    static final class NetworkSenses implements StringChoicesProvider {
        @Override
        public List<String> choices(final NodeParametersInput input) {
            return ConnectedNetwork.of(input).map(ExtractFeaturesParameters::names).orElse(List.of());
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
    @Widget(title = "Do without absent senses", description = "If checked, the table may lack all columns of a sense of"
        + " the network, which is then filled from the other senses, as it is in a row that has no value of it."
        + " Otherwise every column must be there,"
        + " and a warning tells of rows that have no value of a sense.")
    @Effect(predicate = ConnectedNetwork.HasSenses.class, type = EffectType.SHOW)
    boolean m_absentSenses;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Unknown nominal values", description = "What to do with a nominal value that the network was not"
        + " pretrained with.")
    @ValueSwitchWidget
    @Effect(predicate = ConnectedNetwork.ReadsNominalColumns.class, type = EffectType.SHOW)
    UnknownValues m_unknownValues = UnknownValues.ALL_ZERO;

    @Layout(OutputSection.class)
    @Widget(title = "Layers", description = "The layers whose units become features.")
    @ValueSwitchWidget
    @ValueReference(LayersReference.class)
    Layers m_layers = Layers.TOP;

    @Layout(OutputSection.class)
    @Widget(title = "Chosen layers", description = "The layers whose units become features; layer 1 reads the columns.")
    @ChoicesProvider(ChosenLayers.NetworkLayers.class)
    @TwinlistWidget(includedLabel = "Features of", excludedLabel = "Other layers")
    @Effect(predicate = LayersAreChosen.class, type = EffectType.SHOW)
    String[] m_chosenLayers = {"1"};

    @Layout(OutputSection.class)
    @Widget(title = "Senses", description = "The senses whose own layers give features, where these are among the"
        + " layers. Layers that all senses have in common are of all.")
    @ValueSwitchWidget
    @ValueReference(SensesReference.class)
    @Effect(predicate = ConnectedNetwork.HasSenses.class, type = EffectType.SHOW)
    Senses m_senses = Senses.ALL;

    @Layout(OutputSection.class)
    @Widget(title = "Chosen senses", description = "The senses whose own layers give features.")
    @ChoicesProvider(NetworkSenses.class)
    @TwinlistWidget(includedLabel = "Features of", excludedLabel = "Other senses")
    @Effect(predicate = SensesAreChosen.class, type = EffectType.SHOW)
    String[] m_chosenSenses = {};

    @Layout(OutputSection.class)
    @Widget(title = "Values", description = "Whether a feature is the expected value of a unit or a random draw from"
        + " it.")
    @ValueSwitchWidget
    @ValueReference(ValuesReference.class)
    Values m_values = Values.PROBABILITIES;

    @Layout(OutputSection.class)
    @Widget(title = "Format", description = "How the features are appended.")
    @ValueSwitchWidget
    Format m_format = Format.COLUMNS;

    @Layout(OutputSection.class)
    @Widget(title = "Remove input columns", description = "If checked, the columns that the network reads are left out"
        + " of the output, so that the features take their place.")
    boolean m_removeInputColumns;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Seed", description = "Where the random numbers of samples start: the same seed gives the same"
        + " samples.")
    @NumberInputWidget
    @Effect(predicate = ValuesAreSamples.class, type = EffectType.SHOW)
    long m_seed = 1;

    @Layout(ResourcesSection.class)
    @Widget(title = "Threads", description = "If checked, the number of threads that compute. Otherwise all processors"
        + " do. The result does not depend on it.")
    @OptionalWidget(defaultProvider = Automatic.Threads.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostThreads.class)
    Optional<Integer> m_threads = Optional.empty();

    @Layout(ResourcesSection.class)
    @Widget(title = "Precision", description = "How exact the numbers are that are multiplied. Mixed takes less time"
        + " on a processor that has it; results differ from those of Float32 in the third digit or so.")
    @ValueSwitchWidget
    Precisions m_precision = Precisions.FLOAT32;

    /**
     * The layers whose features are wanted, 1 for the lowest, in ascending order: of all layers those that the senses
     * have.
     *
     * @param senses whose own layers are wanted; empty for all
     */
    List<Integer> layers(final DbnPortObjectSpec network, final List<String> senses) throws InvalidSettingsException {
        final int depth = network.depth();
        return switch (m_layers) {
            case TOP -> List.of(depth);
            case ALL -> IntStream.rangeClosed(1, depth).filter(layer -> !network.features(layer, senses).isEmpty())
                .boxed().toList();
            case CHOSEN -> ChosenLayers.of(m_chosenLayers, depth, "\"Layers\" (layers)");
        };
    }

    /**
     * The senses whose own layers are wanted, in the order of the network; empty for all.
     *
     * @throws InvalidSettingsException if none is chosen, or one that the network does not have, or if none of the
     *             chosen ones has one of the chosen layers
     */
    List<String> senses(final DbnPortObjectSpec network) throws InvalidSettingsException {
        if (m_senses == Senses.ALL || network.senses().isEmpty()) {
            return List.of();
        }
        if (m_chosenSenses.length == 0) {
            throw new InvalidSettingsException("No sense is chosen. Choose at least one of the \"Chosen senses\""
                + " (chosenSenses), or set \"Senses\" (senses) to all.");
        }
        final List<String> names = names(network);
        for (final String chosen : m_chosenSenses) {
            if (!names.contains(chosen)) {
                throw new InvalidSettingsException("The setting \"Chosen senses\" (chosenSenses) has \"" + chosen
                    + "\": the network has the senses " + names + ". Choose of these.");
            }
        }
        final List<String> senses = names.stream().filter(Arrays.asList(m_chosenSenses)::contains).toList();
        for (final int layer : layers(network, senses)) {
            if (network.features(layer, senses).isEmpty()) {
                throw new InvalidSettingsException("The senses " + senses + " have no layer " + layer + " for"
                    + " themselves. Choose lower ones of the \"Layers\" (layers), or other \"Chosen senses\""
                    + " (chosenSenses).");
            }
        }
        return senses;
    }

    private static List<String> names(final DbnPortObjectSpec network) {
        return network.senses().stream().map(DbnPortObjectSpec.SenseLevels::name).toList();
    }
}
