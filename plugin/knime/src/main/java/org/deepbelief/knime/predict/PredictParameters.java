// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.predict;

import java.util.Optional;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.settings.Automatic;
import org.deepbelief.knime.settings.ConnectedNetwork;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Precisions;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.deepbelief.knime.settings.Sections.ResourcesSection;
import org.deepbelief.knime.settings.SettingsCheck;
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
import org.knime.node.parameters.updates.util.BooleanReference;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;
import org.knime.node.parameters.widget.text.TextInputWidget;
import org.knime.node.parameters.widget.text.TextInputWidgetValidation.PatternValidation;

/** The settings of DBN Predict. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class PredictParameters implements NodeParameters {

    /** What predicts. */
    enum Source {
        @Label(value = "Automatic", description = "The output layer if the network was fine-tuned for a target, else"
            + " its label units.")
        AUTOMATIC,

        @Label(value = "Output layer", description = "The layer that fine-tuning put on top.")
        OUTPUT_LAYER,

        @Label(value = "Label units", description = "The units for classes that stand beside the top layer's input,"
            + " where the network was trained with a class column.")
        LABEL_UNITS
    }

    /** The name that the prediction has where none is given. */
    static final class UsualName implements DefaultValueProvider<String> {
        @Override
        public String computeState(final NodeParametersInput input) {
            if (!(input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network)) {
                return "Prediction";
            }
            final Optional<Target> told = network.target().isPresent() ? network.target() : network.labels();
            return told.map(Target::name).map(PredictParameters::usualName).orElse("Prediction");
        }
    }

    /** A name that a column can have. */
    static final class ColumnName extends PatternValidation {
        @Override
        protected String getPattern() {
            return ".*\\S.*";
        }

        @Override
        public String getErrorMessage() {
            return "A column needs a name.";
        }
    }

    interface SourceReference extends ParameterReference<Source> {
    }

    static final class ProbabilitiesReference implements BooleanReference {
    }

    /** Where the network may have both parts that predict; where it lacks one, only while that one is chosen. */
    static final class SourceIsOpen implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            final var source = initializer.getEnum(SourceReference.class);
            final var hasOutput = initializer.getConstant(
                input -> ConnectedNetwork.mayBe(input, network -> network.target().isPresent()));
            final var hasLabels = initializer.getConstant(
                input -> ConnectedNetwork.mayBe(input, network -> network.labels().isPresent()));
            return hasOutput.and(hasLabels).or(not(hasOutput).and(source.isOneOf(Source.OUTPUT_LAYER)))
                .or(not(hasLabels).and(source.isOneOf(Source.LABEL_UNITS)));
        }
    }

    /** Where what predicts tells classes, which have probabilities. */
    static final class TellsClasses implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            final var source = initializer.getEnum(SourceReference.class);
            return source.isOneOf(Source.LABEL_UNITS).or(initializer.getConstant(
                input -> ConnectedNetwork.mayBe(input, network -> network.target().map(Target::kind)
                    .orElse(TargetKind.NOMINAL).isClass())));
        }
    }

    static final class HasProbabilityColumns implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getPredicate(TellsClasses.class)
                .and(initializer.getBoolean(ProbabilitiesReference.class).isTrue());
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
    @Widget(title = "Prediction column", description = "If checked, the name of the column with the prediction."
        + " Otherwise \"Prediction (digit)\" where the target is \"digit\".")
    @OptionalWidget(defaultProvider = UsualName.class)
    @TextInputWidget(patternValidation = ColumnName.class)
    Optional<String> m_predictionColumn = Optional.empty();

    @Layout(OutputSection.class)
    @Widget(title = "Append class probabilities", description = "If checked, each class gets a column with its"
        + " probability.")
    @ValueReference(ProbabilitiesReference.class)
    @Effect(predicate = TellsClasses.class, type = EffectType.SHOW)
    boolean m_appendProbabilities = true;

    @Layout(OutputSection.class)
    @Widget(title = "Suffix for probability columns", description = "What is added to the names of the columns with"
        + " probabilities, such as \"P (digit=three)\"; may be empty.")
    @TextInputWidget
    @Effect(predicate = HasProbabilityColumns.class, type = EffectType.SHOW)
    String m_probabilitySuffix = "";

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Predict by", description = "What part of the network tells the class.")
    @ValueSwitchWidget
    @ValueReference(SourceReference.class)
    @Effect(predicate = SourceIsOpen.class, type = EffectType.SHOW)
    Source m_source = Source.AUTOMATIC;

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

    /** @throws InvalidSettingsException if the column of the prediction is to have no name */
    void check() throws InvalidSettingsException {
        SettingsCheck.check(this);
        if (m_predictionColumn.filter(String::isBlank).isPresent()) {
            throw new InvalidSettingsException("The setting \"Prediction column\" (predictionColumn) is empty. Give the"
                + " column a name, or uncheck the setting.");
        }
    }

    /** The name of the column with the prediction of a target. */
    String predictionColumn(final String target) {
        return m_predictionColumn.orElseGet(() -> usualName(target));
    }

    private static String usualName(final String target) {
        return "Prediction (" + target + ")";
    }
}
