// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.wakesleep;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.settings.Automatic;
import org.deepbelief.knime.settings.ClassColumnChoice;
import org.deepbelief.knime.settings.ColumnChoices;
import org.deepbelief.knime.settings.ConnectedNetwork;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.NotStored;
import org.deepbelief.knime.settings.Precisions;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.RatesSection;
import org.deepbelief.knime.settings.Sections.RegularizationSection;
import org.deepbelief.knime.settings.Sections.ResourcesSection;
import org.deepbelief.knime.settings.Sections.SamplingSection;
import org.deepbelief.knime.settings.Sections.TrainingSection;
import org.deepbelief.knime.settings.Sections.ValidationSection;
import org.deepbelief.knime.settings.UnknownValues;
import org.deepbelief.knime.table.MissingValues;
import org.deepbelief.knime.table.TargetColumns;
import org.knime.core.data.DataTableSpec;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.persistence.Persistor;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.ValueProvider;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Wake-Sleep Tune. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class WakeSleepTuneParameters implements NodeParameters {

    /** The class column to begin with: the one of the label units, else the last nominal one that is no input. */
    static final class SuggestedClassColumn implements DefaultValueProvider<String> {
        @Override
        public String computeState(final NodeParametersInput input) {
            if (input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network
                && input.getInPortSpec(1).orElse(null) instanceof DataTableSpec table) {
                return network.labels().map(DbnPortObjectSpec.Target::name)
                    .or(() -> TargetColumns.suggested(table, network.inputs())).orElse("");
            }
            return "";
        }
    }

    /** What a rate begins with that is switched on. */
    static final class CommonRate implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.WAKE_SLEEP.rates().wake();
        }
    }

    /** The discriminative weight to begin with where it is to be set. */
    static final class CommonDiscriminativeWeight implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.WAKE_SLEEP.discriminativeWeight();
        }
    }

    /** The averaged epochs to begin with where they are to be set. */
    static final class CommonAveragedEpochs implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return Defaults.averagedEpochs(Defaults.WAKE_SLEEP.epochs().count());
        }
    }

    @Layout(InputSection.class)
    @Widget(title = "Class column", description = "If checked, the top layer learns the classes of this column together"
        + " with the features; a network without label units gets them. Otherwise it is the column of the label units"
        + " that the network has, if any.")
    @OptionalWidget(defaultProvider = SuggestedClassColumn.class)
    @ChoicesProvider(ColumnChoices.ClassesBesideNetwork.class)
    @ValueReference(ClassColumnChoice.Column.class)
    @Effect(predicate = ClassColumnChoice.Open.class, type = EffectType.SHOW)
    Optional<String> m_classColumn = Optional.empty();

    @Persistor(NotStored.class)
    @ValueProvider(ClassColumnChoice.class)
    @ValueReference(ClassColumnChoice.Open.class)
    boolean m_classColumnIsOpen = true;

    @Layout(InputSection.class)
    @Widget(title = "Missing values", description = "What to do with a row that lacks an input value.")
    @ValueSwitchWidget
    MissingValues m_missingValues = MissingValues.MEAN;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Unknown nominal values", description = "What to do with a nominal value that the network was not"
        + " pretrained with.")
    @ValueSwitchWidget
    @Effect(predicate = ConnectedNetwork.ReadsNominalColumns.class, type = EffectType.SHOW)
    UnknownValues m_unknownValues = UnknownValues.ALL_ZERO;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Image width", description = "If checked, the width in pixels of the picture that a row is, for the"
        + " receptive fields in the view. Otherwise a square is guessed.")
    @OptionalWidget(defaultProvider = Automatic.ImageWidth.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostUnits.class)
    Optional<Integer> m_imageWidth = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Epochs", description = "How often the network sees all rows.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_epochs = Defaults.WAKE_SLEEP.epochs().count();

    @Layout(TrainingSection.class)
    @Widget(title = "Learning rate", description = "If checked, how far a step moves the weights. Keep it well below"
        + " that of pretraining: tuning should improve the network, not replace it. Otherwise it is 0.01, or 0.001"
        + " where inputs are Gaussian units, as ordinary numbers are.")
    @OptionalWidget(defaultProvider = CommonRate.class)
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    Optional<Double> m_learningRate = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Batch size", description = "How many rows the network looks at before it moves its weights, which"
        + " is a step.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostBatchRows.class)
    int m_batchSize = Defaults.WAKE_SLEEP.training().batchSize();

    @Layout(TrainingSection.class)
    @Widget(title = "Seed", description = "Where the random numbers start: the same seed and settings give the same"
        + " network.")
    @NumberInputWidget
    long m_seed = Defaults.WAKE_SLEEP.training().seed();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Discriminative weight", description = "If checked, how many times learning to tell the class of a"
        + " row from its features counts beside learning which features there are. 1 learns both alike, as in the"
        + " paper, and makes up the best rows where training is long; more tells the classes better and sooner."
        + " Otherwise it is 100, and less where a higher learning rate is set. Without a class column it does"
        + " nothing.")
    @OptionalWidget(defaultProvider = CommonDiscriminativeWeight.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class,
        maxValidation = Limits.MostDiscriminativeWeight.class)
    Optional<Double> m_discriminativeWeight = Optional.empty();

    @Layout(RatesSection.class)
    @Widget(title = "Learning rate asleep", description = "If checked, how far a step moves the weights by which the"
        + " network learns to recognise the rows that it has made up itself (the way from the columns to the"
        + " features). Otherwise as far as other steps.")
    @OptionalWidget(defaultProvider = CommonRate.class)
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    Optional<Double> m_sleepLearningRate = Optional.empty();

    @Layout(RatesSection.class)
    @Widget(title = "Learning rate of the top", description = "If checked, how far a step moves the weights of the"
        + " top layer, which learns which features belong together. Otherwise as far as other steps.")
    @OptionalWidget(defaultProvider = CommonRate.class)
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    Optional<Double> m_topLearningRate = Optional.empty();

    @Layout(RatesSection.class)
    @Widget(title = "Learning rate decay", description = "By how much the learning rates fall with each epoch: epoch e"
        + " learns with rate / (1 + decay * (e - 1)), so that chance averages out towards the end. 0 keeps them as they"
        + " are.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRateDecay = Defaults.WAKE_SLEEP.rates().decay();

    @Layout(RatesSection.class)
    @Widget(title = "Momentum (0 to 1)", description = "The share of the last step that is added to the next, below 1.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_momentum = Defaults.WAKE_SLEEP.momentum();

    @Layout(RegularizationSection.class)
    @Widget(title = "Weight decay (L2)", description = "How strongly large weights are pulled towards zero. 0"
        + " switches it off.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.AtMostOne.class)
    double m_weightDecay = Defaults.WAKE_SLEEP.weightDecay();

    @Layout(SamplingSection.class)
    @Widget(title = "Gibbs steps, first third", description = "How often the top layer goes back and forth between its"
        + " units and those below to make up a row, in the first third of the epochs.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_gibbsStepsFirst = Defaults.WAKE_SLEEP.gibbsSteps().get(0);

    @Layout(SamplingSection.class)
    @Widget(title = "Gibbs steps, second third", description = "How often the top layer goes back and forth between its"
        + " units and those below to make up a row, in the second third of the epochs.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_gibbsStepsSecond = Defaults.WAKE_SLEEP.gibbsSteps().get(1);

    @Layout(SamplingSection.class)
    @Widget(title = "Gibbs steps, last third", description = "How often the top layer goes back and forth between its"
        + " units and those below to make up a row, in the last third of the epochs. More steps give better rows and"
        + " take longer.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_gibbsStepsLast = Defaults.WAKE_SLEEP.gibbsSteps().get(2);

    @Layout(ValidationSection.class)
    @Widget(title = "Validation share (0 to 1)", description = "The share of rows, below 1, that are held out to watch"
        + " for overfitting; they appear in the training log and do not train. 0 holds none out.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_validationShare = Defaults.WAKE_SLEEP.training().validationShare();

    @Layout(ValidationSection.class)
    @Widget(title = "Averaged epochs", description = "If checked, the weights after each of so many last epochs are"
        + " averaged, and the network keeps the mean, which depends less on chance than the weights of a single epoch."
        + " Otherwise it keeps the weights of the last epoch.")
    @OptionalWidget(defaultProvider = CommonAveragedEpochs.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_averagedEpochs = Optional.empty();

    @Layout(ResourcesSection.class)
    @Widget(title = "Time budget (seconds)", description = "If checked, how long learning may take; reading the rows"
        + " first does not count. When the time is up, it ends with the step at hand, and the network is what it was by"
        + " then; a warning tells the epoch. Otherwise it takes the time it needs.")
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

    WakeSleepTuneParameters() {
    }

    WakeSleepTuneParameters(final NodeParametersInput input) {
        if (input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network) {
            m_classColumn = network.labels().map(DbnPortObjectSpec.Target::name);
        }
    }

    /**
     * The engine's settings.
     *
     * @param visible what the network reads
     */
    WakeSleepTuning.Settings trainingSettings(final List<UnitGroup> visible, final Optional<ClassColumn> classes) {
        final WakeSleepTuning.LearningRates rates = Defaults.wakeSleepRates(visible);
        final double wake = m_learningRate.orElse(rates.wake());
        final double top = m_topLearningRate.orElse(wake);
        final int averaged = Math.min(m_averagedEpochs.orElse(1), m_epochs);
        return new WakeSleepTuning.Settings(
            new TrainingSettings(m_batchSize, m_seed, m_validationShare, m_threads.orElse(0),
                m_timeBudget.map(Duration::ofSeconds), m_precision.precision()),
            new Epochs(m_epochs, averaged == 1 ? 0 : averaged, 0),
            new WakeSleepTuning.LearningRates(wake, m_sleepLearningRate.orElse(wake), top, m_learningRateDecay),
            m_momentum, m_weightDecay, List.of(m_gibbsStepsFirst, m_gibbsStepsSecond, m_gibbsStepsLast),
            m_discriminativeWeight.orElseGet(() -> Defaults.discriminativeWeight(visible, top)), classes);
    }
}
