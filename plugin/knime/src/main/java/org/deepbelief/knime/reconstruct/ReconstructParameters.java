// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.reconstruct;

import java.util.Optional;

import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.DeepBeliefNetwork;
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
import org.knime.node.parameters.widget.choices.RadioButtonsWidget;
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

    /**
     * After more of them a mean field strays from the known inputs of an ordinary table, by cross-validation within six
     * of these. Images it serves a little better for longer: pixels of digits with an RMSE of 2.950 after 50 steps,
     * 2.969 after these, and 2.918 by sampling.
     */
    private static final int MEAN_FIELD_STEPS = 5;

    /** What the number of fill steps begins with when it is switched on. */
    static final class CommonFillSteps implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return 2000;
        }
    }

    /** What to do with a row that lacks an input value. */
    enum Missing {
        @Label(value = "Fail", description = "Stops and names the first row and column with a missing value.")
        FAIL(MissingValues.FAIL),

        @Label(value = "Skip row", description = "Leaves the new columns of the row missing.")
        SKIP(MissingValues.SKIP),

        @Label(value = "Mean or most frequent", description = "Takes the mean of the training rows, in a nominal column"
            + " their most frequent value, and warns.")
        MEAN(MissingValues.MEAN),

        @Label(value = "Fill by the network", description = "Appends the input columns with known values as they are,"
            + " and missing ones as the network expects them.")
        FILL(null);

        /** Null where missing values are kept for the network to fill. */
        final MissingValues values;

        Missing(final MissingValues values) {
            this.values = values;
        }
    }

    interface MissingReference extends ParameterReference<Missing> {
    }

    interface FillMethodReference extends ParameterReference<FillMethod> {
    }

    static final class FreeEnergyReference implements BooleanReference {
    }

    static final class Fills implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(MissingReference.class).isOneOf(Missing.FILL);
        }
    }

    /** Where rows have a free energy, which they lack given those before. */
    static final class HasFreeEnergy implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getConstant(
                input -> ConnectedNetwork.mayBe(input, network -> !network.isTemporal()));
        }
    }

    /** Where random numbers are drawn. */
    static final class Samples implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getPredicate(Fills.class)
                .and(initializer.getEnum(FillMethodReference.class).isOneOf(FillMethod.GIBBS_SAMPLING))
                .or(initializer.getBoolean(FreeEnergyReference.class).isTrue());
        }
    }

    @Layout(InputSection.class)
    @Widget(title = "Missing values", description = "What to do with a row that lacks an input value.")
    @RadioButtonsWidget
    @ValueReference(MissingReference.class)
    Missing m_missingValues = Missing.MEAN;

    @Layout(InputSection.class)
    @Widget(title = "Fill by", description = "How the network finds missing inputs; the known ones are held fixed.")
    @ValueSwitchWidget
    @ValueReference(FillMethodReference.class)
    @Effect(predicate = Fills.class, type = EffectType.SHOW)
    FillMethod m_fillMethod = FillMethod.GIBBS_SAMPLING;

    @Layout(InputSection.class)
    @Widget(title = "Fill steps", description = "If checked, how often the missing inputs are guessed anew, each time"
        + " from the guess before. Otherwise 2,000 times by a small network, as those of ordinary tables are, and less"
        + " often by a large one, down to 50 times; 5 times for the mean field, which strays from the known inputs of"
        + " ordinary tables after more. For images, more may be a little better.")
    @OptionalWidget(defaultProvider = CommonFillSteps.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    @Effect(predicate = Fills.class, type = EffectType.SHOW)
    Optional<Integer> m_fillSteps = Optional.empty();

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
    @Widget(title = "Append reconstruction", description = "If checked, each input column is appended as the network"
        + " reconstructs it.")
    boolean m_appendReconstruction = true;

    @Layout(OutputSection.class)
    @Widget(title = "Append reconstruction error", description = "If checked, the mean squared difference between a"
        + " row's units and their reconstruction is appended; high for rows unlike the training data.")
    boolean m_appendError = true;

    @Layout(OutputSection.class)
    @Widget(title = "Append free energy", description = "If checked, a number is appended that is high for rows which"
        + " the whole network finds unlikely, and low for rows like those that it has learned. Of several layers it"
        + " takes longer than the reconstruction.")
    @ValueReference(FreeEnergyReference.class)
    @Effect(predicate = HasFreeEnergy.class, type = EffectType.SHOW)
    boolean m_appendFreeEnergy = true;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Seed", description = "Where the random numbers of Gibbs sampling, and of the free energy of"
        + " several layers, start.")
    @NumberInputWidget
    @Effect(predicate = Samples.class, type = EffectType.SHOW)
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

    /** Whether the network is to fill missing inputs. */
    boolean fillsMissing() {
        return m_missingValues == Missing.FILL;
    }

    /** What the engine does with the rows, as far as it is wanted. */
    Reconstruction reconstruction(final DeepBeliefNetwork network) {
        final int steps = m_fillSteps.orElseGet(() -> m_fillMethod == FillMethod.GIBBS_SAMPLING
            ? Reconstruction.fillSteps(network) : MEAN_FIELD_STEPS);
        final int threads = m_threads.orElse(0);
        final Precision precision = m_precision.precision();
        return m_appendFreeEnergy ? new Reconstruction(network, fill(), steps, m_seed, threads, precision)
            : Reconstruction.withoutFreeEnergy(network, fill(), steps, m_seed, threads, precision);
    }

    /** The engine's way of filling. */
    private Reconstruction.Fill fill() {
        return m_fillMethod == FillMethod.GIBBS_SAMPLING ? Reconstruction.Fill.CLAMPED_GIBBS
            : Reconstruction.Fill.MEAN_FIELD;
    }
}
