// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.reconstruct;

import java.util.Optional;

import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.deepbelief.knime.settings.UnknownValues;
import org.deepbelief.knime.table.MissingValues;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.updates.util.BooleanReference;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Reconstruct. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class ReconstructParameters implements NodeParameters {

    /** How missing inputs are filled. */
    enum FillMethod {
        @Label(value = "Mean field", description = "Passes expected values up and down: fast.")
        MEAN_FIELD,

        @Label(value = "Gibbs sampling", description = "Draws the values many times with the known inputs held"
            + " fixed, and takes the mean of the later half: closest to the truth.")
        GIBBS_SAMPLING
    }

    /** After more of them a mean field strays from the known inputs, by cross-validation within six tables. */
    private static final int MEAN_FIELD_STEPS = 5;

    /** What the number of fill steps begins with when it is switched on. */
    static final class CommonFillSteps implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return 1000;
        }
    }

    static final class FillReference implements BooleanReference {
    }

    @Layout(InputSection.class)
    @Widget(title = "Fill missing inputs", description = "Whether the columns with filled inputs are appended: known"
        + " values as they are, missing ones as the network expects them.")
    @ValueReference(FillReference.class)
    boolean m_fillMissing;

    @Layout(InputSection.class)
    @Widget(title = "Fill by", description = "How missing inputs are found.")
    @ValueSwitchWidget
    @Effect(predicate = FillReference.class, type = EffectType.SHOW)
    FillMethod m_fillMethod = FillMethod.GIBBS_SAMPLING;

    @Layout(InputSection.class)
    @Widget(title = "Missing values", description = "What to do with a row that lacks an input value.")
    @ValueSwitchWidget
    @Effect(predicate = FillReference.class, type = EffectType.HIDE)
    MissingValues m_missingValues = MissingValues.MEAN;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Unknown nominal values", description = "What to do with a nominal value that the network was not"
        + " pretrained with.")
    @ValueSwitchWidget
    UnknownValues m_unknownValues = UnknownValues.ALL_ZERO;

    @Layout(OutputSection.class)
    @Widget(title = "Append reconstruction", description = "Whether each input column is appended as the network"
        + " reconstructs it.")
    boolean m_appendReconstruction = true;

    @Layout(OutputSection.class)
    @Widget(title = "Append reconstruction error", description = "Whether the mean squared difference between a row's"
        + " units and their reconstruction is appended; high for rows unlike the training data.")
    boolean m_appendError = true;

    @Layout(OutputSection.class)
    @Widget(title = "Append free energy", description = "Whether the free energy of the row under the whole"
        + " network is appended; high for rows that the network finds unlikely. Of several layers it takes longer than"
        + " the reconstruction.")
    boolean m_appendFreeEnergy = true;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Fill steps", description = "If on, how often the missing inputs are guessed anew, each time from"
        + " the guess before. Off, 1,000 times by a small network, as those of ordinary tables are, and less often by a"
        + " large one, down to 50 times; 5 times for the mean field, which strays from the known inputs after more.")
    @OptionalWidget(defaultProvider = CommonFillSteps.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_fillSteps = Optional.empty();

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Seed", description = "Where the random numbers of Gibbs sampling, and of the free energy of"
        + " several layers, start.")
    @NumberInputWidget
    long m_seed = 1;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Threads", description = "The number of threads that compute; 0 takes all processors.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostThreads.class)
    int m_threads = 0;

    /** What the engine does with the rows, as far as it is wanted. */
    Reconstruction reconstruction(final DeepBeliefNetwork network) {
        final int steps = m_fillSteps.orElseGet(() -> m_fillMethod == FillMethod.GIBBS_SAMPLING
            ? Reconstruction.fillSteps(network) : MEAN_FIELD_STEPS);
        return m_appendFreeEnergy ? new Reconstruction(network, fill(), steps, m_seed, m_threads)
            : Reconstruction.withoutFreeEnergy(network, fill(), steps, m_seed, m_threads);
    }

    /** The engine's way of filling. */
    private Reconstruction.Fill fill() {
        return m_fillMethod == FillMethod.GIBBS_SAMPLING ? Reconstruction.Fill.CLAMPED_GIBBS
            : Reconstruction.Fill.MEAN_FIELD;
    }
}
