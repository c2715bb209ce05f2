// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.fuse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.Chain;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Fusing;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.Penalty;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.settings.Automatic;
import org.deepbelief.knime.settings.ConnectedNetwork;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Precisions;
import org.deepbelief.knime.settings.Sections.CommonLayersSection;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.RatesSection;
import org.deepbelief.knime.settings.Sections.RegularizationSection;
import org.deepbelief.knime.settings.Sections.ResourcesSection;
import org.deepbelief.knime.settings.Sections.SamplingSection;
import org.deepbelief.knime.settings.Sections.TrainingSection;
import org.deepbelief.knime.settings.Sections.ValidationSection;
import org.deepbelief.knime.settings.UnknownValues;
import org.deepbelief.knime.table.MissingValues;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.array.ArrayWidget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Fuse. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class FuseParameters implements NodeParameters {

    /** The epochs to begin with where they are to be set. */
    static final class CommonEpochs implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return Defaults.LEARNING.epochs();
        }
    }

    @Layout(InputSection.class)
    @Widget(title = "Names of the senses", description = "What the networks are called as senses of the new one, in the"
        + " order of the ports and parted by commas. Where names are left out, they are Sense 1, Sense 2 and so on.")
    String m_names = "";

    @Layout(InputSection.class)
    @Widget(title = "Missing values", description = "What to do with a row that lacks an input value. A row that has no"
        + " value of a sense at all counts as having the means there while the common layers learn.")
    @ValueSwitchWidget
    MissingValues m_missingValues = MissingValues.MEAN;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Unknown nominal values", description = "What to do with a nominal value that a network was not"
        + " pretrained with.")
    @ValueSwitchWidget
    @Effect(predicate = ConnectedNetwork.ReadsNominalColumns.class, type = EffectType.SHOW)
    UnknownValues m_unknownValues = UnknownValues.ALL_ZERO;

    @Layout(CommonLayersSection.class)
    @Widget(title = "Common layers", description = "The layers above all networks: the first reads the top units of all"
        + " of them side by side, each further one reads the one above it in this list. One is often enough, and with"
        + " one a missing sense is filled best after fine-tuning.")
    @ArrayWidget(addButtonText = "Add layer", elementTitle = "Layer", showSortButtons = true)
    CommonLayerParameters[] m_layers = {new CommonLayerParameters()};

    @Layout(TrainingSection.class)
    @Widget(title = "Senses left out (0 to 1)",
        description = "The share of the rows, below 1, for which a sense is left out while the first common layer"
            + " learns, so that it learns to tell a sense from the others. One sense of a row always stays. 0 leaves"
            + " none out.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_leftOut = Defaults.LEFT_OUT_SENSES;

    @Layout(TrainingSection.class)
    @Widget(title = "Epochs", description = "If checked, how often a layer sees all rows. Otherwise it follows from the"
        + " rows: about 2,000 steps, but two passes at least.")
    @OptionalWidget(defaultProvider = CommonEpochs.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_epochs = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Learning rate", description = "If checked, how far a step moves the weights, above 0. Otherwise it"
        + " is 0.1, or 0.001 for the first common layer where a network ends in Gaussian units.")
    @OptionalWidget(defaultProvider = CommonRate.class)
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    Optional<Double> m_learningRate = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Batch size", description = "How many rows a layer looks at before it moves its weights, which is a"
        + " step.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostBatchRows.class)
    int m_batchSize = Defaults.PRETRAINING.training().batchSize();

    @Layout(TrainingSection.class)
    @Widget(title = "Seed", description = "Where the random numbers start: the same seed and settings give the same"
        + " network.")
    @NumberInputWidget
    long m_seed = Defaults.PRETRAINING.training().seed();

    @Layout(RatesSection.class)
    @Widget(title = "Learning rate decay", description = "By how much the learning rate falls with each epoch: epoch e"
        + " learns with rate / (1 + decay * (e - 1)). 0 keeps it as it is.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRateDecay = Defaults.LEARNING.rate().decay();

    @Layout(RatesSection.class)
    @Widget(title = "Momentum (0 to 1)", description = "The share of the last step that is added to the next, below 1;"
        + " half at most in the first epochs.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_momentum = Defaults.LEARNING.momentum().last();

    @Layout(RegularizationSection.class)
    @Widget(title = "Weight decay (L2)", description = "How strongly large weights are pulled towards zero; 0 for not.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.AtMostOne.class)
    double m_weightDecay = Defaults.LEARNING.penalty().l2();

    @Layout(SamplingSection.class)
    @Widget(title = "Gibbs steps (CD-k)",
        description = "How often a layer goes down and up again from a row to see what it would rather have seen.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_gibbsSteps = Defaults.FUSING_GIBBS_STEPS;

    @Layout(ValidationSection.class)
    @Widget(title = "Validation share (0 to 1)", description = "The share of rows, below 1, that are held out to watch"
        + " for overfitting; they appear in the training log and do not train. 0 holds none out.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_validationShare = Defaults.PRETRAINING.training().validationShare();

    @Layout(ResourcesSection.class)
    @Widget(title = "Time budget (seconds)", description = "If checked, how long the common layers may learn, all"
        + " together; reading the rows first does not count. When its time is up, a layer ends with the step at hand"
        + " and stays what it is by then; a warning tells the epoch. Otherwise learning takes the time it needs.")
    @OptionalWidget(defaultProvider = Automatic.TimeBudget.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSeconds.class)
    Optional<Integer> m_timeBudget = Optional.empty();

    @Layout(ResourcesSection.class)
    @Widget(title = "Threads", description = "If checked, the number of threads that compute. Otherwise all processors"
        + " do. The result does not depend on it.")
    @OptionalWidget(defaultProvider = Automatic.Threads.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostThreads.class)
    Optional<Integer> m_threads = Optional.empty();

    @Layout(ResourcesSection.class)
    @Widget(title = "Precision", description = "How exact the numbers are that are multiplied while the network"
        + " learns. Mixed takes less time on a processor that has it and gives another, as a rule equally good,"
        + " network. The provenance tells which it was: AUTOMATIC stands for Mixed in large layers.")
    @ValueSwitchWidget
    Precisions m_precision = Precisions.of(Defaults.PRECISION);

    @Layout(ResourcesSection.class)
    @Widget(title = "Memory for rows (MiB)", description = "If checked, up to this size the training rows stay in"
        + " memory, beyond it in a temporary file. Otherwise up to a quarter of KNIME's memory.")
    @OptionalWidget(defaultProvider = Automatic.Memory.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostMemory.class)
    Optional<Integer> m_memoryBudgetMiB = Optional.empty();

    /** The learning rate to begin with where it is to be set. */
    static final class CommonRate implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.LEARNING.rate().initial();
        }
    }

    /**
     * The names of so many senses.
     *
     * @throws InvalidSettingsException if there are more names, or two are the same
     */
    List<String> names(final int senses) throws InvalidSettingsException {
        final List<String> names = new ArrayList<>(m_names.isBlank() ? List.of()
            : Arrays.stream(m_names.split(",", -1)).map(String::strip).toList());
        if (names.size() > senses) {
            throw new InvalidSettingsException("The setting \"Names of the senses\" (names) has " + names.size()
                + " names for " + senses + " networks. Take some out, or connect more networks.");
        }
        for (int s = 0; s < senses; s++) {
            if (s == names.size()) {
                names.add("");
            }
            if (names.get(s).isEmpty()) {
                names.set(s, "Sense " + (s + 1));
            }
            if (names.indexOf(names.get(s)) < s) {
                throw new InvalidSettingsException("The setting \"Names of the senses\" (names) has \"" + names.get(s)
                    + "\" for two networks. Give each a name of its own.");
            }
        }
        return names;
    }

    /**
     * The engine's settings.
     *
     * @param gaussian whether a network ends in Gaussian units
     * @param rows how many are given, some of which may be held out
     */
    Fusing.Settings trainingSettings(final boolean gaussian, final long rows) {
        final int epochs = m_epochs.orElseGet(() -> Defaults.FUSING_LENGTH
            .epochs(rows - Math.round(rows * m_validationShare), m_batchSize));
        final List<LayerSettings> layers = new ArrayList<>();
        for (final CommonLayerParameters layer : m_layers) {
            final double usual = gaussian && layers.isEmpty() ? Defaults.LINEAR_LEARNING_RATE
                : Defaults.LEARNING.rate().initial();
            layers.add(new BoltzmannMachineSettings(
                new HiddenUnits(layer.m_units, UnitType.bernoulli(), Defaults.HIDDEN.sparsity(), 0),
                new Learning(epochs, new Schedule(m_learningRate.orElse(usual), m_learningRateDecay),
                    new Momentum(Math.min(Defaults.LEARNING.momentum().initial(), m_momentum), m_momentum,
                        Defaults.momentumSwitchEpoch(epochs)),
                    Penalty.l2(m_weightDecay)),
                new Chain(m_gibbsSteps, false, false), false, 0, Defaults.BOLTZMANN_MACHINE.centred()));
        }
        return new Fusing.Settings(layers, m_leftOut, new TrainingSettings(m_batchSize, m_seed, m_validationShare,
            m_threads.orElse(0), m_timeBudget.map(Duration::ofSeconds), m_precision.precision()));
    }
}
