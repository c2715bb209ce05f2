// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.finetune;

import java.util.Optional;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TableKind;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
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
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Fine-tune. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class FineTuneParameters implements NodeParameters {

    /** What the target column is taken for. */
    enum TargetType {
        @Label(value = "As the column", description = "A nominal column gives classes, a column of numbers numbers.")
        AUTOMATIC,

        @Label(value = "Classes", description = "Each value is a class, integers too.")
        CLASSES,

        @Label(value = "Numbers", description = "The values are quantities.")
        NUMBERS
    }

    /** How weights are moved along the gradient. */
    enum Optimizer {
        @Label(value = "Adam", description = "Adapts the step of each weight; works without much care.")
        ADAM(OptimizerKind.ADAM),

        @Label(value = "SGD with momentum", description = "Plain steps with momentum; often a little better once the"
            + " learning rate is right.")
        SGD(OptimizerKind.SGD);

        final OptimizerKind kind;

        Optimizer(final OptimizerKind kind) {
            this.kind = kind;
        }
    }

    /** The target to begin with. */
    static final class SuggestedTarget implements DefaultValueProvider<String> {
        @Override
        public String computeState(final NodeParametersInput input) {
            return suggest(input).orElse("");
        }
    }

    /** The epochs to begin with where they are to be set. */
    static final class CommonEpochs implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return Defaults.FINE_TUNING.epochs().count();
        }
    }

    /** The averaged epochs to begin with where they are to be set. */
    static final class CommonAveragedEpochs implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return Defaults.FINE_TUNING.epochs().averaged();
        }
    }

    /** The weight decay to begin with where it is to be set. */
    static final class CommonWeightDecay implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.FINE_TUNING.descent().weightDecay();
        }
    }

    @Layout(InputSection.class)
    @Widget(title = "Target column", description = "What the network is to predict. A nominal column makes it a"
        + " classifier, a column of numbers a regression; switched off, it becomes an autoencoder that reconstructs its"
        + " input. Rows without a target are left out.")
    @OptionalWidget(defaultProvider = SuggestedTarget.class)
    @ChoicesProvider(ColumnChoices.TargetsBesideNetwork.class)
    Optional<String> m_targetColumn = Optional.empty();

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Target holds", description = "What the values of the target column are.")
    @ValueSwitchWidget
    TargetType m_targetType = TargetType.AUTOMATIC;

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
    @Widget(title = "Epochs", description = "If on, how often the network sees all rows, at most. Off, it follows from"
        + " the rows: about 3,000 steps, many passes over a small table and few over a large one.")
    @OptionalWidget(defaultProvider = CommonEpochs.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_epochs = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Learning rate", description = "How far a step goes: about 0.005 for Adam, 0.1 for SGD.")
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRate = Defaults.FINE_TUNING.descent().rate().initial();

    @Layout(TrainingSection.class)
    @Widget(title = "Batch size", description = "How many rows a step looks at.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostBatchRows.class)
    int m_batchSize = Defaults.FINE_TUNING.training().batchSize();

    @Layout(TrainingSection.class)
    @Widget(title = "Hidden dropout", description = "The share of hidden units that each training row leaves out; the"
        + " best remedy against overfitting on small tables.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_hiddenDropout = Defaults.FINE_TUNING.dropout().hidden();

    @Layout(TrainingSection.class)
    @Widget(title = "Seed", description = "Where the random numbers start: the same seed and settings give the same"
        + " network.")
    @NumberInputWidget
    long m_seed = Defaults.FINE_TUNING.training().seed();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Optimizer", description = "How weights are moved along the gradient.")
    @ValueSwitchWidget
    Optimizer m_optimizer = Optimizer.ADAM;

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Momentum", description = "The share of the last step that is added to the next; for Adam, how much"
        + " of its mean gradient is kept from step to step.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_momentum = Defaults.FINE_TUNING.descent().momentum();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Learning rate decay", description = "By how much the learning rate falls with each epoch: epoch e"
        + " learns with rate / (1 + decay * (e - 1)).")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRateDecay = Defaults.FINE_TUNING.descent().rate().decay();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Weight decay (L2)", description = "If on, how strongly large weights are pulled towards zero. Off,"
        + " 0.3 where Adam learns a target of an ordinary table (less at a learning rate above 0.005), and 0 for images,"
        + " bits, autoencoders and SGD.")
    @OptionalWidget(defaultProvider = CommonWeightDecay.class)
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.AtMostOne.class)
    Optional<Double> m_weightDecay = Optional.empty();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Input dropout", description = "The share of inputs that each training row leaves out.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_inputDropout = Defaults.FINE_TUNING.dropout().inputs();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Frozen layers", description = "How many layers from below keep their weights; the others learn.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostSteps.class)
    int m_frozenLayers = Defaults.FINE_TUNING.frozenLayers();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Balance classes", description = "Whether rare classes weigh as much as frequent ones.")
    boolean m_balanceClasses = Defaults.FINE_TUNING.balancedClasses();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Validation share", description = "The share of rows that are held out to tell how well the network"
        + " does on rows that it does not learn from. With early stopping, the network of the best epoch is kept.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_validationShare = Defaults.FINE_TUNING.training().validationShare();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Early stopping after", description = "After how many epochs without improvement on the held-out"
        + " rows training stops; 0 never stops early.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostSteps.class)
    int m_earlyStoppingPatience = Defaults.FINE_TUNING.epochs().patience();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Averaged epochs", description = "Keeps the mean of the weights over so many last epochs, which"
        + " depends less on chance: if on, this number, where 0 keeps the weights of the last epoch; off, half of all."
        + " Has no effect with early stopping.")
    @OptionalWidget(defaultProvider = CommonAveragedEpochs.class)
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_averagedEpochs = Optional.empty();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Threads", description = "The number of threads that compute; 0 takes all processors. The result"
        + " does not depend on it.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostThreads.class)
    int m_threads = Defaults.FINE_TUNING.training().threads();

    @Layout(TrainingSection.class)
    @Advanced
    @Widget(title = "Memory for rows (MiB)", description = "Up to this size the training rows stay in memory, beyond it"
        + " in a temporary file; 0 takes a quarter of KNIME's memory.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostMemory.class)
    int m_memoryBudgetMiB = 0;

    FineTuneParameters() {
    }

    FineTuneParameters(final NodeParametersInput input) {
        m_targetColumn = suggest(input);
        if (input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network && network.labels()
            .filter(labels -> m_targetColumn.equals(Optional.of(labels.name())))
            .filter(labels -> labels.kind() == TargetKind.INTEGER || labels.kind() == TargetKind.LONG).isPresent()) {
            m_targetType = TargetType.CLASSES;
        }
    }

    /** The column of the network's label units where the table has it, else the last nominal one that is no input. */
    private static Optional<String> suggest(final NodeParametersInput input) {
        if (!(input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network
            && input.getInPortSpec(1).orElse(null) instanceof DataTableSpec table)) {
            return Optional.empty();
        }
        final Optional<String> labels = network.labels().map(Target::name)
            .filter(name -> table.containsName(name) && TargetColumns.isClass(table.getColumnSpec(name)));
        return labels.isPresent() ? labels : TargetColumns.suggested(table, network.inputs());
    }

    /** How the training runs. */
    TrainingSettings run() {
        return new TrainingSettings(m_batchSize, m_seed, m_validationShare, m_threads,
            Defaults.FINE_TUNING.training().timeBudget());
    }

    /**
     * The engine's settings.
     *
     * @param encoding that of the network
     * @param rows how many there are to learn from
     */
    FineTuning.Settings trainingSettings(final FineTuning.Target target, final InputEncoding encoding,
        final long rows) {
        final TableKind kind = TableKind.of(encoding);
        final int epochs =
            m_epochs.orElseGet(() -> Defaults.fineTuningLength(kind).epochs(rows, m_batchSize));
        final int averaged = m_earlyStoppingPatience > 0 ? 0
            : Math.min(epochs, m_averagedEpochs.orElseGet(() -> Defaults.averagedEpochs(epochs)));
        return new FineTuning.Settings(target, run(), new Epochs(epochs, averaged, m_earlyStoppingPatience),
            new FineTuning.Descent(m_optimizer.kind, new Schedule(m_learningRate, m_learningRateDecay), m_momentum,
                m_weightDecay.orElseGet(() -> Defaults.weightDecay(kind, target, m_optimizer.kind, m_learningRate))),
            new Dropout(m_inputDropout, m_hiddenDropout), m_frozenLayers, m_balanceClasses);
    }
}
