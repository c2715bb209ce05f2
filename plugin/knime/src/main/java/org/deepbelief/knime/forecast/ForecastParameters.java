// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.forecast;

import java.util.Optional;

import org.deepbelief.knime.settings.Automatic;
import org.deepbelief.knime.settings.ConnectedNetwork;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Precisions;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.deepbelief.knime.settings.Sections.ResourcesSection;
import org.deepbelief.knime.settings.UnknownValues;
import org.deepbelief.knime.table.MissingValues;
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
import org.knime.node.parameters.updates.util.BooleanReference;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.RadioButtonsWidget;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Forecast. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class ForecastParameters implements NodeParameters {

    /** What to do with a row that lacks an input value. */
    enum Missing {
        @Label(value = "As expected",
            description = "Takes what the network expects there given the rows before, so that the rows after it have a"
                + " past without a gap. What is missing adds nothing to the unexpectedness.")
        EXPECTED(null),

        @Label(value = "Fail", description = "Stops and names the first row and column with a missing value.")
        FAIL(MissingValues.FAIL),

        @Label(value = "Skip row",
            description = "Leaves the new columns of the row missing; the rows beside it count as following each"
                + " other.")
        SKIP(MissingValues.SKIP),

        @Label(value = "Mean or most frequent", description = "Takes the mean of the training rows, in a nominal column"
            + " their most frequent value, and warns.")
        MEAN(MissingValues.MEAN);

        /** Null where missing values are kept for the network to expect. */
        final MissingValues values;

        Missing(final MissingValues values) {
            this.values = values;
        }
    }

    /** What is told of rows that are to come. */
    enum Following {
        @Label(value = "Expected", description = "What the network expects, a row each.")
        EXPECTED,

        @Label(value = "Drawn",
            description = "Random rows that may follow, several of each, whose spread tells how sure the forecast is.")
        DRAWN
    }

    interface FollowingReference extends ParameterReference<Following> {
    }

    static final class FollowingIsDrawn implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(FollowingReference.class).isOneOf(Following.DRAWN);
        }
    }

    static final class ExpectedReference implements BooleanReference {
    }

    @Layout(InputSection.class)
    @Widget(title = "Missing values", description = "What to do with a row that lacks an input value.")
    @RadioButtonsWidget
    Missing m_missingValues = Missing.EXPECTED;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Unknown nominal values", description = "What to do with a nominal value that the network was not"
        + " pretrained with.")
    @ValueSwitchWidget
    @Effect(predicate = ConnectedNetwork.ReadsNominalColumns.class, type = EffectType.SHOW)
    UnknownValues m_unknownValues = UnknownValues.ALL_ZERO;

    @Layout(OutputSection.class)
    @Widget(title = "Rows to forecast",
        description = "How many rows that follow each sequence are foretold. Each is the past of the next, so that what"
            + " lies far ahead is told less surely. At first 12: a year of months, half a day of hours.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostGeneratedRows.class)
    int m_rows = 12;

    @Layout(OutputSection.class)
    @Widget(title = "Rows that follow", description = "Whether the rows that follow are what the network expects, or"
        + " draws of what may come.")
    @ValueSwitchWidget
    @ValueReference(FollowingReference.class)
    Following m_following = Following.EXPECTED;

    @Layout(OutputSection.class)
    @Widget(title = "Draws", description = "How many ways from the last row of each sequence on are drawn.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostDraws.class)
    @Effect(predicate = FollowingIsDrawn.class, type = EffectType.SHOW)
    int m_draws = 100;

    @Layout(OutputSection.class)
    @Widget(title = "Seed", description = "Where the random numbers of draws start: the same seed gives the same"
        + " draws.")
    @NumberInputWidget
    @Effect(predicate = FollowingIsDrawn.class, type = EffectType.SHOW)
    long m_seed = 1;

    @Layout(OutputSection.class)
    @Widget(title = "Append expected values", description = "If checked, each row of the table gets what the network"
        + " expected there, beside what it has.")
    @ValueReference(ExpectedReference.class)
    boolean m_appendExpected = true;

    @Layout(OutputSection.class)
    @Widget(title = "Steps ahead", description = "How many steps before its row an expected value was foretold: 1 from"
        + " the row just before it, 12 from the rows up to the twelfth before it, as the last of 12 forecast rows is.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostRowsBefore.class)
    @Effect(predicate = ExpectedReference.class, type = EffectType.SHOW)
    int m_stepsAhead = 1;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Mean field steps",
        description = "How often a forecast, which begins with what the rows before say by themselves, goes up to the"
            + " hidden units and down again, as means or, for draws, as samples. With more steps it comes closer to"
            + " what the network expects.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_meanFieldSteps = 5;

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

    /** How many draws there are of each row that follows; 0 where it is what is expected. */
    int draws() {
        return m_following == Following.DRAWN ? m_draws : 0;
    }

    /** Whether what is missing is left for the network to expect. */
    boolean expectsMissing() {
        return m_missingValues == Missing.EXPECTED;
    }
}
