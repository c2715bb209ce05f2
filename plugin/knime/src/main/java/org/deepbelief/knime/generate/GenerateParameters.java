// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.generate;

import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Sections.OutputSection;
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

/** The settings of DBN Generate. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class GenerateParameters implements NodeParameters {

    /** What rows are generated of. */
    enum Mode {
        @Label(value = "Freely", description = "Rows as the network believes the data to be.")
        FREELY,

        @Label(value = "Per class", description = "Rows of each class, or of the one named below; needs label units.")
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
    @Widget(title = "Class", description = "The class to generate; empty for all classes.")
    @TextInputWidget(placeholder = "all classes")
    @Effect(predicate = IsPerClass.class, type = EffectType.SHOW)
    String m_className = "";

    @Layout(OutputSection.class)
    @Widget(title = "Gibbs steps", description = "How many steps the top layer dreams before a row is taken; more steps"
        + " bring the rows closer to what the network believes.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_gibbsSteps = 200;

    @Layout(OutputSection.class)
    @Widget(title = "Seed", description = "Where the random numbers start: the same seed gives the same rows.")
    @NumberInputWidget
    long m_seed = 1;

    @Layout(OutputSection.class)
    @Widget(title = "Image width", description = "Where a row is a picture: its width in pixels, for the view and the"
        + " image column. 0 guesses a square.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostUnits.class)
    int m_imageWidth = 0;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Append images", description = "Whether each row is also drawn as a picture, one pixel a unit.")
    boolean m_appendImages;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Threads", description = "The number of threads that compute; 0 takes all processors.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostThreads.class)
    int m_threads = 0;
}
