// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.wakesleep;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.settings.ColumnChoices;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.TrainingSection;
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
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;
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

    @Layout(InputSection.class)
    @Widget(title = "Class column", description = "If on, the top layer learns the classes of this column together with"
        + " the features. Label units are added to a network that has none. A network that already has them needs"
        + " their column.")
    @OptionalWidget(defaultProvider = SuggestedClassColumn.class)
    @ChoicesProvider(ColumnChoices.ClassesBesideNetwork.class)
    Optional<String> m_classColumn = Optional.empty();

    @Layout(InputSection.class)
    @Widget(title = "Missing values", description = "What to do with a row that lacks an input value.")
    @ValueSwitchWidget
    MissingValues m_missingValues = MissingValues.MEAN;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Unknown nominal values", description = "What to do with a nominal value that the network was not"
        + " pretrained with.")
    @ValueSwitchWidget
    UnknownValues m_unknownValues = UnknownValues.ALL_ZERO;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Image width", description = "Where the input is a picture: its width in pixels, for the receptive"
        + " fields in the view. 0 guesses a square.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostUnits.class)
    int m_imageWidth = 0;

    @Layout(TrainingSection.class)
    @Widget(title = "Epochs", description = "How often the network sees all rows.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_epochs = Defaults.WAKE_SLEEP.epochs().count();

    @Layout(TrainingSection.class)
    @Widget(title = "Learning rate awake", description = "If on, how far a step of the generative weights goes, which"
        + " learn while the network is awake. Keep it well below that of pretraining: tuning should improve the network,"
        + " not replace it. Off, it is 0.01, or 0.001 where inputs are Gaussian units, as ordinary numbers are.")
    @OptionalWidget(defaultProvider = CommonRate.class)
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    Optional<Double> m_wakeLearningRate = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Batch size", description = "How many rows a step looks at.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostBatchRows.class)
    int m_batchSize = Defaults.WAKE_SLEEP.training().batchSize();

    @Layout(TrainingSection.class)
    @Widget(title = "Seed", description = "Where the random numbers start: the same seed and settings give the same"
        + " network.")
    @NumberInputWidget
    long m_seed = Defaults.WAKE_SLEEP.training().seed();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Learning rate of the top", description = "If on, how far a step of the undirected top layer goes."
        + " Off, it is 0.01, or 0.001 where inputs are Gaussian units.")
    @OptionalWidget(defaultProvider = CommonRate.class)
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    Optional<Double> m_topLearningRate = Optional.empty();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Learning rate asleep", description = "How far a step of the recognition weights goes, which learn"
        + " while the network dreams; 0 takes the learning rate awake.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    double m_sleepLearningRate = 0;

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Learning rate decay", description = "By how much the learning rates fall with each epoch: epoch e"
        + " learns with rate / (1 + decay * (e - 1)), so that the noise of sampling averages out towards the end.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRateDecay = Defaults.WAKE_SLEEP.rates().decay();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Momentum", description = "The share of the last step that is added to the next.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_momentum = Defaults.WAKE_SLEEP.momentum();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Weight decay (L2)", description = "How strongly large weights are pulled towards zero.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.AtMostOne.class)
    double m_weightDecay = Defaults.WAKE_SLEEP.weightDecay();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Gibbs steps, first third", description = "The number of steps that the top layer dreams in the"
        + " first third of the epochs.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_gibbsStepsFirst = Defaults.WAKE_SLEEP.gibbsSteps().get(0);

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Gibbs steps, second third", description = "The number of steps that the top layer dreams in the"
        + " second third of the epochs.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_gibbsStepsSecond = Defaults.WAKE_SLEEP.gibbsSteps().get(1);

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Gibbs steps, last third", description = "The number of steps that the top layer dreams in the last"
        + " third of the epochs; longer dreams give better samples and take longer.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    int m_gibbsStepsLast = Defaults.WAKE_SLEEP.gibbsSteps().get(2);

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Validation share", description = "The share of rows that are held out to watch for overfitting;"
        + " they appear in the training log and do not train.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_validationShare = Defaults.WAKE_SLEEP.training().validationShare();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Averaged epochs", description = "Keeps the mean of the weights over so many last epochs, in which"
        + " the noise of sampling averages out; 0 keeps those of the last epoch.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostSteps.class)
    int m_averagedEpochs = Defaults.WAKE_SLEEP.epochs().averaged();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Threads", description = "The number of threads that compute; 0 takes all processors. The result"
        + " does not depend on it.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostThreads.class)
    int m_threads = Defaults.WAKE_SLEEP.training().threads();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Memory for rows (MiB)", description = "Up to this size the training rows stay in memory, beyond it"
        + " in a temporary file; 0 takes a quarter of KNIME's memory.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostMemory.class)
    int m_memoryBudgetMiB = 0;

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
        final double wake = m_wakeLearningRate.orElse(rates.wake());
        final double sleep = m_sleepLearningRate > 0 ? m_sleepLearningRate : wake;
        return new WakeSleepTuning.Settings(
            new TrainingSettings(m_batchSize, m_seed, m_validationShare, m_threads,
                Defaults.WAKE_SLEEP.training().timeBudget()),
            new Epochs(m_epochs, Math.min(m_averagedEpochs, m_epochs), 0),
            new WakeSleepTuning.LearningRates(wake, sleep, m_topLearningRate.orElse(rates.top()), m_learningRateDecay),
            m_momentum, m_weightDecay, List.of(m_gibbsStepsFirst, m_gibbsStepsSecond, m_gibbsStepsLast), classes);
    }
}
