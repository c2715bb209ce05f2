// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.settings.Automatic;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Precisions;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.deepbelief.knime.settings.Sections.ResourcesSection;
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
import org.knime.node.parameters.widget.choices.StringChoice;
import org.knime.node.parameters.widget.choices.StringChoicesProvider;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Generate. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class GenerateParameters implements NodeParameters {

    /** What rows are generated of. */
    enum Mode {
        @Label(value = "Freely", description = "Rows as the network believes the data to be.")
        FREELY,

        @Label(value = "Per class", description = "Rows of each class, or of the one chosen below; needs label units.")
        PER_CLASS,

        @Label(value = "Per top unit", description = "For each unit of the top layer what it stands for, with that unit"
            + " held on.")
        PER_UNIT
    }

    interface ModeReference extends ParameterReference<Mode> {
    }

    static final class IsPerClass implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(ModeReference.class).isOneOf(Mode.PER_CLASS);
        }
    }

    /** All classes, which stand as an empty text in the settings, and each class of the network. */
    static final class Classes implements StringChoicesProvider {
        @Override
        public List<StringChoice> computeState(final NodeParametersInput input) {
            final List<StringChoice> choices = new ArrayList<>(List.of(new StringChoice("", "All classes")));
            if (input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network) {
                network.labels().ifPresent(
                    labels -> labels.values().forEach(name -> choices.add(StringChoice.fromId(name))));
            }
            return choices;
        }
    }

    @Layout(OutputSection.class)
    @Widget(title = "Generate", description = "What the rows are to be examples of.")
    @ValueSwitchWidget
    @ValueReference(ModeReference.class)
    Mode m_mode = Mode.FREELY;

    @Layout(OutputSection.class)
    @Widget(title = "Rows", description = "The number of rows: in all, or for each class or unit.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostGeneratedRows.class)
    int m_rows = 10;

    @Layout(OutputSection.class)
    @Widget(title = "Class", description = "The class that the rows are to be of, or all classes in turn.")
    @ChoicesProvider(Classes.class)
    @Effect(predicate = IsPerClass.class, type = EffectType.SHOW)
    String m_className = "";

    @Layout(OutputSection.class)
    @Widget(title = "Gibbs steps", description = "How often the top layer goes back and forth between its units and"
        + " those below before a row is taken; more steps bring the rows closer to what the network believes.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_gibbsSteps = 200;

    @Layout(OutputSection.class)
    @Widget(title = "Seed", description = "Where the random numbers start: the same seed gives the same rows.")
    @NumberInputWidget
    long m_seed = 1;

    @Layout(OutputSection.class)
    @Widget(title = "Image width", description = "If checked, the width in pixels of the picture that a row is, for the"
        + " view and the image column. Otherwise a square is guessed.")
    @OptionalWidget(defaultProvider = Automatic.ImageWidth.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostUnits.class)
    Optional<Integer> m_imageWidth = Optional.empty();

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Append images", description = "If checked, each row is also drawn as a picture, one pixel per"
        + " unit.")
    boolean m_appendImages;

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
}
