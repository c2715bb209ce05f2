// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.inspect;

import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.updates.util.BooleanReference;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Inspect. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class InspectParameters implements NodeParameters {

    @Layout(OutputSection.class)
    @Widget(title = "Image width", description = "Where the input is a picture: its width in pixels, for the receptive"
        + " fields. 0 guesses a square; where there is none, no pictures are drawn.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostUnits.class)
    int m_imageWidth = 0;

    static final class EstimateReference implements BooleanReference {
    }

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Estimate the partition function", description = "Whether the logarithm of the top layer's"
        + " partition function is estimated by annealed importance sampling. A row's log-likelihood in the top layer"
        + " is minus its free energy minus this.")
    @ValueReference(EstimateReference.class)
    boolean m_estimatePartitionFunction;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Chains", description = "How many chains the estimate averages; its standard error falls with their"
        + " square root.")
    @NumberInputWidget(minValidation = Limits.AtLeastTwo.class, maxValidation = Limits.MostBatchRows.class)
    @Effect(predicate = EstimateReference.class, type = EffectType.SHOW)
    int m_chains = 100;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Temperatures", description = "In how many steps the chains are led to the network; more steps make"
        + " the estimate better.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    @Effect(predicate = EstimateReference.class, type = EffectType.SHOW)
    int m_temperatures = 1000;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Seed", description = "Where the random numbers of the chains start.")
    @NumberInputWidget
    @Effect(predicate = EstimateReference.class, type = EffectType.SHOW)
    long m_seed = 1;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Threads", description = "The number of threads that compute; 0 takes all processors.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostThreads.class)
    @Effect(predicate = EstimateReference.class, type = EffectType.SHOW)
    int m_threads = 0;
}
