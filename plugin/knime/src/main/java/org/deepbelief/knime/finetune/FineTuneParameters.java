// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.finetune;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.Smoothness;
import org.deepbelief.engine.train.TableKind;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.settings.Automatic;
import org.deepbelief.knime.settings.ColumnChoices;
import org.deepbelief.knime.settings.ConnectedNetwork;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.NotStored;
import org.deepbelief.knime.settings.Precisions;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.RatesSection;
import org.deepbelief.knime.settings.Sections.RegularizationSection;
import org.deepbelief.knime.settings.Sections.ResourcesSection;
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
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.persistence.Persistor;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.StateProvider;
import org.knime.node.parameters.updates.ValueProvider;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.updates.util.BooleanReference;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.RadioButtonsWidget;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Fine-tune. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class FineTuneParameters implements NodeParameters {

    /** What the network is to do. */
    enum Task {
        @Label(value = "As the column", description = "Classification for a nominal target column, regression for one"
            + " of numbers.")
        AUTOMATIC,

        @Label(value = "Classification", description = "Each value of the target column is a class, integers too.")
        CLASSES,

        @Label(value = "Regression", description = "The values of the target column are quantities.")
        NUMBERS,

        @Label(value = "Reconstruction", description = "There is no target: the network becomes an autoencoder that"
            + " reconstructs its input.")
        RECONSTRUCTION
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

    interface TaskReference extends ParameterReference<Task> {
    }

    /** Where there is a target. */
    static final class HasTarget implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(TaskReference.class).isOneOf(Task.AUTOMATIC, Task.CLASSES, Task.NUMBERS);
        }
    }

    /** Where there may be classes. */
    static final class MayHaveClasses implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(TaskReference.class).isOneOf(Task.AUTOMATIC, Task.CLASSES);
        }
    }

    static final class StopEarlyReference implements BooleanReference {
    }

    interface SmoothnessReference extends ParameterReference<Optional<Double>> {
    }

    static final class IsSmoothReference implements BooleanReference {
    }

    /** Whether predictions are, or may be, to be steady. */
    static final class IsSmooth implements StateProvider<Boolean> {

        private Supplier<Task> task;

        private Supplier<Optional<Double>> smoothness;

        @Override
        public void init(final StateProviderInitializer initializer) {
            initializer.computeBeforeOpenDialog();
            task = initializer.computeFromValueSupplier(TaskReference.class);
            smoothness = initializer.computeFromValueSupplier(SmoothnessReference.class);
        }

        @Override
        public Boolean computeState(final NodeParametersInput input) {
            return task.get() != Task.RECONSTRUCTION && smoothness.get().orElse(1.0) > 0;
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

    /** The share of left out units to begin with where it is to be set. */
    static final class CommonHiddenDropout implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.FINE_TUNING.dropout().hidden();
        }
    }

    /** The weight decay to begin with where it is to be set. */
    static final class CommonWeightDecay implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.FINE_TUNING.descent().weightDecay();
        }
    }

    /** The weight of smoothness to begin with where it is to be set: that of few targets. */
    static final class CommonSmoothness implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.SMOOTHNESS;
        }
    }

    /** The radius of smoothness to begin with where it is to be set. */
    static final class CommonSmoothnessRadius implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.smoothnessRadius(TableKind.ORDINARY);
        }
    }

    @Layout(InputSection.class)
    @Widget(title = "Task", description = "What the network is to do with a row: tell its class, tell a number, or give"
        + " back its input.")
    @RadioButtonsWidget
    @ValueReference(TaskReference.class)
    Task m_task = Task.AUTOMATIC;

    @Layout(InputSection.class)
    @Widget(title = "Target column",
        description = "What the network is to predict. Rows without a target are left out, unless \"Smoothness\" lets"
            + " the network learn from them too.")
    @ChoicesProvider(ColumnChoices.TargetsBesideNetwork.class)
    @Effect(predicate = HasTarget.class, type = EffectType.SHOW)
    String m_targetColumn = "";

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
    @Widget(title = "Epochs", description = "If checked, how often the network sees all rows, at most. Otherwise it"
        + " follows from the rows: about 3,000 steps, many passes over a small table and few over a large one; up to"
        + " twice as many steps where rows without a target are learned from, since batches hold the others again and"
        + " again.")
    @OptionalWidget(defaultProvider = CommonEpochs.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_epochs = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Optimizer", description = "How the weights are moved to lower the loss.")
    @ValueSwitchWidget
    Optimizer m_optimizer = Optimizer.ADAM;

    @Layout(TrainingSection.class)
    @Widget(title = "Learning rate", description = "How far a step moves the weights, above 0: about 0.005 for Adam,"
        + " 0.1 for SGD.")
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRate = Defaults.FINE_TUNING.descent().rate().initial();

    @Layout(TrainingSection.class)
    @Widget(title = "Batch size", description = "How many rows the network looks at before it moves its weights, which"
        + " is a step.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostBatchRows.class)
    int m_batchSize = Defaults.FINE_TUNING.training().batchSize();

    @Layout(TrainingSection.class)
    @Widget(title = "Hidden dropout (0 to 1)", description = "If checked, the share of hidden units that each training"
        + " row leaves out, below 1; 0 leaves none out. Otherwise 0.4 where a target is learned, the best remedy"
        + " against overfitting on small tables, and 0 for <i>Reconstruction</i>, where a narrow layer needs all"
        + " its units.")
    @OptionalWidget(defaultProvider = CommonHiddenDropout.class)
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    Optional<Double> m_hiddenDropout = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Validation share (0 to 1)", description = "The share of rows, below 1, that are held out to tell"
        + " how well the network does on rows that it does not learn from. 0 holds none out; stopping early needs"
        + " some, about 0.1.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_validationShare = Defaults.FINE_TUNING.training().validationShare();

    @Layout(TrainingSection.class)
    @Widget(title = "Stop early", description = "If checked, training stops when the loss on the held-out rows no"
        + " longer falls, and the network of the best epoch is kept.")
    @ValueReference(StopEarlyReference.class)
    boolean m_stopEarly;

    @Layout(TrainingSection.class)
    @Widget(title = "Patience (epochs)", description = "After how many epochs without a lower loss on the held-out rows"
        + " training stops.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    @Effect(predicate = StopEarlyReference.class, type = EffectType.SHOW)
    int m_patience = 10;

    @Layout(TrainingSection.class)
    @Widget(title = "Seed", description = "Where the random numbers start: the same seed and settings give the same"
        + " network.")
    @NumberInputWidget
    long m_seed = Defaults.FINE_TUNING.training().seed();

    @Layout(RatesSection.class)
    @Widget(title = "Learning rate decay", description = "By how much the learning rate falls with each epoch: epoch e"
        + " learns with rate / (1 + decay * (e - 1)). 0 keeps it as it is.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRateDecay = Defaults.FINE_TUNING.descent().rate().decay();

    @Layout(RatesSection.class)
    @Widget(title = "Momentum (0 to 1)", description = "The share of the last step that is added to the next, below 1;"
        + " for Adam, how much of its mean gradient is kept from step to step.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_momentum = Defaults.FINE_TUNING.descent().momentum();

    @Layout(RegularizationSection.class)
    @Widget(title = "Weight decay (L2)", description = "If checked, how strongly large weights are pulled towards zero."
        + " Otherwise 0 for SGD and for a target of images or bits, and 0.1 for <i>Reconstruction</i> by Adam; where"
        + " Adam learns a target of an ordinary table, the best of 0.3, 1 and 0.03: each is tried up to three times,"
        + " learning from two thirds of the rows and measured on the others, and 0.3 stays unless another is clearly"
        + " better. With a time budget, and above layers that read the rows before each row, it is 0.3 untried. At"
        + " a learning rate above 0.005 all are less in proportion. DBN Inspect tells which it was.")
    @OptionalWidget(defaultProvider = CommonWeightDecay.class)
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.AtMostOne.class)
    Optional<Double> m_weightDecay = Optional.empty();

    @Layout(RegularizationSection.class)
    @Widget(title = "Input dropout (0 to 1)", description = "The share of inputs that each training row leaves out,"
        + " below 1. 0 leaves none out.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_inputDropout = Defaults.FINE_TUNING.dropout().inputs();

    @Layout(RegularizationSection.class)
    @Widget(title = "Frozen layers", description = "How many layers from below keep their weights; the others learn.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostSteps.class)
    int m_frozenLayers = Defaults.FINE_TUNING.frozenLayers();

    @Layout(RegularizationSection.class)
    @Widget(title = "Balance classes", description = "If checked, rare classes weigh as much as frequent ones.")
    @Effect(predicate = MayHaveClasses.class, type = EffectType.SHOW)
    boolean m_balanceClasses = Defaults.FINE_TUNING.balancedClasses();

    @Layout(RegularizationSection.class)
    @Widget(title = "Smoothness", description = "If checked, how much it counts that the prediction stays the same"
        + " around each row, where it would change the most (virtual adversarial training), beside the targets' loss,"
        + " which counts 1. Above 0, rows without a target are learned from too, and a step takes about twice as long;"
        + " 0 switches it off. Otherwise 0.3 where fewer than half of the rows have a class, and 0 where more have one,"
        + " or the target is a number.")
    @OptionalWidget(defaultProvider = CommonSmoothness.class)
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.AtMostTen.class)
    @Effect(predicate = HasTarget.class, type = EffectType.SHOW)
    @ValueReference(SmoothnessReference.class)
    Optional<Double> m_smoothness = Optional.empty();

    @Persistor(NotStored.class)
    @ValueProvider(IsSmooth.class)
    @ValueReference(IsSmoothReference.class)
    boolean m_smooth = true;

    @Layout(RegularizationSection.class)
    @Widget(title = "Smoothness radius", description = "If checked, how far around a row the prediction is to stay the"
        + " same, in shares of how far rows usually lie from the mean row. Otherwise 0.1, and 0.25 for images and"
        + " bits.")
    @OptionalWidget(defaultProvider = CommonSmoothnessRadius.class)
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.AtMostTen.class)
    @Effect(predicate = IsSmoothReference.class, type = EffectType.SHOW)
    Optional<Double> m_smoothnessRadius = Optional.empty();

    @Layout(ValidationSection.class)
    @Widget(title = "Averaged epochs", description = "If checked, the weights after each of so many last epochs are"
        + " averaged, and the network keeps the mean, which depends less on chance than the weights of a single epoch;"
        + " 1 keeps the weights of the last epoch. Otherwise it is half of all epochs.")
    @OptionalWidget(defaultProvider = CommonAveragedEpochs.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    @Effect(predicate = StopEarlyReference.class, type = EffectType.HIDE)
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

    FineTuneParameters() {
    }

    FineTuneParameters(final NodeParametersInput input) {
        final Optional<String> target = suggest(input);
        m_targetColumn = target.orElse("");
        m_task = target.isPresent() ? Task.AUTOMATIC : Task.RECONSTRUCTION;
        if (input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network && network.labels()
            .filter(labels -> m_targetColumn.equals(labels.name()))
            .filter(labels -> labels.kind() == TargetKind.INTEGER || labels.kind() == TargetKind.LONG).isPresent()) {
            m_task = Task.CLASSES;
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

    /**
     * How steady a target's predictions are to be.
     *
     * @param labelled rows with a target
     * @param rows all of them
     */
    Smoothness smoothness(final FineTuning.Target target, final InputEncoding encoding, final long labelled,
        final long rows) {
        final double weight = m_smoothness.orElseGet(() -> Defaults.smoothnessWeight(target, labelled, rows));
        return m_task == Task.RECONSTRUCTION || weight == 0 ? Smoothness.NONE : new Smoothness(weight,
            m_smoothnessRadius.orElseGet(() -> Defaults.smoothnessRadius(TableKind.of(encoding))));
    }

    /** How the training runs. */
    TrainingSettings run() {
        return new TrainingSettings(m_batchSize, m_seed, m_validationShare, m_threads.orElse(0),
            m_timeBudget.map(Duration::ofSeconds), m_precision.precision());
    }

    /**
     * The engine's settings.
     *
     * @param encoding that of the network
     * @param rows how many there are to learn from
     * @param smoothness how steady predictions are to be
     */
    FineTuning.Settings trainingSettings(final FineTuning.Target target, final InputEncoding encoding,
        final long rows, final Smoothness smoothness) {
        final TableKind kind = TableKind.of(encoding);
        final int epochs =
            m_epochs.orElseGet(() -> Defaults.fineTuningLength(kind).epochs(rows, m_batchSize));
        final int averaged =
            Math.min(epochs, m_averagedEpochs.orElseGet(() -> Defaults.averagedEpochs(epochs)));
        return new FineTuning.Settings(target, run(), m_stopEarly ? new Epochs(epochs, 0, m_patience)
            : new Epochs(epochs, averaged == 1 ? 0 : averaged, 0),
            new FineTuning.Descent(m_optimizer.kind, new Schedule(m_learningRate, m_learningRateDecay), m_momentum,
                weightDecays(target, encoding).get(0)),
            new Dropout(m_inputDropout, m_hiddenDropout.orElseGet(() -> Defaults.hiddenDropout(target))),
            m_frozenLayers, m_balanceClasses, smoothness);
    }

    /** The weight decays to choose from, the usual one first. */
    List<Double> weightDecays(final FineTuning.Target target, final InputEncoding encoding) {
        return m_weightDecay.map(List::of).orElseGet(
            () -> Defaults.weightDecays(TableKind.of(encoding), target, m_optimizer.kind, m_learningRate));
    }
}
