// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.inspect;

import java.util.Optional;

import org.deepbelief.knime.settings.Automatic;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.deepbelief.knime.settings.Sections.ResourcesSection;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.updates.util.BooleanReference;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Inspect. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class InspectParameters implements NodeParameters {

    @Layout(OutputSection.class)
    @Widget(title = "Image width", description = "If checked, the width in pixels of the picture that a row is, for the"
        + " receptive fields. Otherwise a square is guessed; where there is none, no pictures are drawn.")
    @OptionalWidget(defaultProvider = Automatic.ImageWidth.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostUnits.class)
    Optional<Integer> m_imageWidth = Optional.empty();

    static final class EstimateReference implements BooleanReference {
    }

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Estimate the partition function", description = "If checked, the number is estimated that turns"
        + " the free energy of a row into its log-likelihood in the top layer, or of numbers without bounds into a"
        + " bound on it (minus the free energy, minus this number), by annealed importance sampling.")
    @ValueReference(EstimateReference.class)
    boolean m_estimatePartitionFunction;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Chains", description = "How many times the estimate is made; the result is their mean, whose"
        + " standard error falls with the square root of this number.")
    @NumberInputWidget(minValidation = Limits.AtLeastTwo.class, maxValidation = Limits.MostBatchRows.class)
    @Effect(predicate = EstimateReference.class, type = EffectType.SHOW)
    int m_chains = 100;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Temperatures", description = "In how many steps each estimate goes from a network without weights"
        + " to this one; more steps make it better and take longer.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    @Effect(predicate = EstimateReference.class, type = EffectType.SHOW)
    int m_temperatures = 1000;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Seed", description = "Where the random numbers of the chains start: the same seed gives the same"
        + " estimate.")
    @NumberInputWidget
    @Effect(predicate = EstimateReference.class, type = EffectType.SHOW)
    long m_seed = 1;

    @Layout(ResourcesSection.class)
    @Widget(title = "Threads", description = "If checked, the number of threads that compute. Otherwise all processors"
        + " do. The result does not depend on it.")
    @OptionalWidget(defaultProvider = Automatic.Threads.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostThreads.class)
    Optional<Integer> m_threads = Optional.empty();
}
