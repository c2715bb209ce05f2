// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.embed;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.knime.port.DbnPortObjectSpec;
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
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.StateProvider;
import org.knime.node.parameters.updates.ValueProvider;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.updates.util.BooleanReference;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Embed. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class EmbedParameters implements NodeParameters {

    /** What is to lie together. */
    enum Task {
        @Label(value = "As the table", description = "Neighbours where no class column is chosen, classes where each"
            + " row has a class, both where only some have.")
        AUTOMATIC,

        @Label(value = "Neighbours", description = "Rows whose inputs are alike, whatever their class.")
        NEIGHBOURS,

        @Label(value = "Classes", description = "Rows of the same class. Rows without one are left out of the learning,"
            + " and get their places nevertheless.")
        CLASSES,

        @Label(value = "Both", description = "Neighbours among all rows, and rows of the same class among those that"
            + " have one.")
        BOTH
    }

    interface TaskReference extends ParameterReference<Task> {
    }

    /** Where classes can count. */
    static final class MayHaveClasses implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(TaskReference.class).isOneOf(Task.AUTOMATIC, Task.CLASSES, Task.BOTH);
        }
    }

    /** Where neighbours can count. */
    static final class MayHaveNeighbours implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(TaskReference.class).isOneOf(Task.AUTOMATIC, Task.NEIGHBOURS, Task.BOTH);
        }
    }

    interface ClassColumnReference extends ParameterReference<Optional<String>> {
    }

    static final class HasClassColumnReference implements BooleanReference {
    }

    /** Whether a class column is chosen. */
    static final class HasClassColumn implements StateProvider<Boolean> {

        private Supplier<Optional<String>> column;

        @Override
        public void init(final StateProviderInitializer initializer) {
            initializer.computeBeforeOpenDialog();
            column = initializer.computeFromValueSupplier(ClassColumnReference.class);
        }

        @Override
        public Boolean computeState(final NodeParametersInput input) {
            return column.get().isPresent();
        }
    }

    /** Where both can count. */
    static final class MayHaveBoth implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            final var task = initializer.getEnum(TaskReference.class);
            return task.isOneOf(Task.BOTH).or(task.isOneOf(Task.AUTOMATIC)
                .and(initializer.getBoolean(HasClassColumnReference.class).isTrue()));
        }
    }

    static final class StopEarlyReference implements BooleanReference {
    }

    /** The class column to begin with where there is to be one. */
    static final class SuggestedClassColumn implements DefaultValueProvider<String> {
        @Override
        public String computeState(final NodeParametersInput input) {
            return input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network
                && input.getInPortSpec(1).orElse(null) instanceof DataTableSpec table
                    ? TargetColumns.suggested(table, network.inputs()).filter(name -> !network.reads(name)).orElse("")
                    : "";
        }
    }

    /** The perplexity to begin with where it is to be set. */
    static final class CommonPerplexity implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.EMBEDDING.aim().perplexity().orElseThrow();
        }
    }

    /** The epochs to begin with where they are to be set. */
    static final class CommonEpochs implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return Defaults.EMBEDDING.epochs().count();
        }
    }

    @Layout(InputSection.class)
    @Widget(title = "Lie together", description = "Which rows are to lie together in the map.")
    @ValueSwitchWidget
    @ValueReference(TaskReference.class)
    Task m_task = Task.AUTOMATIC;

    @Layout(InputSection.class)
    @Widget(title = "Class column", description = "If checked, the column of the classes that are to lie together; rows"
        + " may lack one.")
    @OptionalWidget(defaultProvider = SuggestedClassColumn.class)
    @ChoicesProvider(ColumnChoices.ClassesBesideNetwork.class)
    @ValueReference(ClassColumnReference.class)
    @Effect(predicate = MayHaveClasses.class, type = EffectType.SHOW)
    Optional<String> m_classColumn = Optional.empty();

    @Persistor(NotStored.class)
    @ValueProvider(HasClassColumn.class)
    @ValueReference(HasClassColumnReference.class)
    boolean m_hasClassColumn = true;

    @Layout(InputSection.class)
    @Widget(title = "Weight of classes (0 to 1)", description = "Where neighbours and classes both count: how much the"
        + " classes do, above 0 and below 1; the neighbours have the rest.")
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.BelowOne.class)
    @Effect(predicate = MayHaveBoth.class, type = EffectType.SHOW)
    double m_classWeight = Defaults.CLASS_WEIGHT;

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
    @Widget(title = "Dimensions", description = "How many coordinates a row gets: 2 to look at, some 30 to find nearest"
        + " rows by.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostDimensions.class)
    int m_dimensions = Defaults.EMBEDDING.dimensions();

    @Layout(TrainingSection.class)
    @Widget(title = "Perplexity", description = "If checked, about how many other rows of a batch are neighbours of a"
        + " row, above 1: few show small groups, many the large ones. Otherwise 30 divided by the number of batches,"
        + " but five at least, or a third of the batch if that is less.")
    @OptionalWidget(defaultProvider = CommonPerplexity.class)
    @NumberInputWidget(minValidation = Limits.AboveOne.class, maxValidation = Limits.MostBatchRows.class)
    @Effect(predicate = MayHaveNeighbours.class, type = EffectType.SHOW)
    Optional<Double> m_perplexity = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Epochs", description = "If checked, how often the network sees all rows, at most. Otherwise it"
        + " follows from the rows: about 1,000 steps, many passes over a small table and few over a large one.")
    @OptionalWidget(defaultProvider = CommonEpochs.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_epochs = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Learning rate", description = "How far a step of Adam goes, above 0.")
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRate = Defaults.EMBEDDING.descent().rate().initial();

    @Layout(TrainingSection.class)
    @Widget(title = "Batch size", description = "How many rows a step looks at, at most: rows are neighbours, or of one"
        + " class, within a batch alone. The time and the memory of a step grow with its square.")
    @NumberInputWidget(minValidation = Limits.AtLeastTwo.class, maxValidation = Limits.MostPairedRows.class)
    int m_batchSize = Defaults.EMBEDDING.training().batchSize();

    @Layout(TrainingSection.class)
    @Widget(title = "Hidden dropout (0 to 1)", description = "The share of hidden units that each training row leaves"
        + " out, below 1, so that new rows find their places as surely as those learned from. 0 leaves none out, which"
        + " suits many rows.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_hiddenDropout = Defaults.EMBEDDING.dropout().hidden();

    @Layout(TrainingSection.class)
    @Widget(title = "Validation share (0 to 1)", description = "The share of rows, below 1, that are held out to tell"
        + " how well the map does on rows that it does not learn from. 0 holds none out; stopping early needs some,"
        + " about 0.1.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_validationShare = Defaults.EMBEDDING.training().validationShare();

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
        + " map.")
    @NumberInputWidget
    long m_seed = Defaults.EMBEDDING.training().seed();

    @Layout(RatesSection.class)
    @Widget(title = "Learning rate decay", description = "By how much the learning rate falls with each epoch: epoch e"
        + " learns with rate / (1 + decay * (e - 1)). 0 keeps it as it is.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRateDecay = Defaults.EMBEDDING.descent().rate().decay();

    @Layout(RatesSection.class)
    @Widget(title = "Momentum (0 to 1)", description = "How much of its mean gradient Adam keeps from step to step,"
        + " below 1.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_momentum = Defaults.EMBEDDING.descent().momentum();

    @Layout(RegularizationSection.class)
    @Widget(title = "Weight decay (L2)", description = "How strongly large weights are pulled towards zero; 0 for not.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.AtMostOne.class)
    double m_weightDecay = Defaults.EMBEDDING.descent().weightDecay();

    @Layout(RegularizationSection.class)
    @Widget(title = "Input dropout (0 to 1)", description = "The share of inputs that each training row leaves out,"
        + " below 1. 0 leaves none out.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_inputDropout = Defaults.EMBEDDING.dropout().inputs();

    @Layout(RegularizationSection.class)
    @Widget(title = "Frozen layers", description = "How many layers from below keep their weights; the others learn.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostSteps.class)
    int m_frozenLayers = Defaults.EMBEDDING.frozenLayers();

    @Layout(ResourcesSection.class)
    @Widget(title = "Time budget (seconds)", description = "If checked, how long learning may take; reading the rows"
        + " first does not count. When the time is up, it ends with the step at hand, and the network is what it was"
        + " by then; a warning tells the epoch. Otherwise it takes the time it needs.")
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

    /**
     * What lies together.
     *
     * @param classes the classes, if a column is chosen that can count
     * @param rows how many there are to learn from
     * @param labelled how many of these have a class
     */
    Embedding.Aim aim(final Optional<ClassColumn> classes, final long rows, final long labelled) {
        final long batches = Math.max(1, (rows + m_batchSize - 1) / m_batchSize);
        final Embedding.Aim.Neighbours neighbours = new Embedding.Aim.Neighbours(
            m_perplexity.orElseGet(() -> Defaults.perplexity(rows / batches, batches)));
        if (m_task == Task.NEIGHBOURS || classes.isEmpty()) {
            return neighbours;
        }
        return m_task == Task.CLASSES || m_task == Task.AUTOMATIC && labelled == rows
            ? new Embedding.Aim.Classes(classes.get())
            : new Embedding.Aim.Both(neighbours, classes.get(), m_classWeight);
    }

    /**
     * The engine's settings.
     *
     * @param rows how many there are to learn from
     */
    Embedding.Settings trainingSettings(final Embedding.Aim aim, final long rows) {
        final int epochs = m_epochs.orElseGet(() -> Defaults.EMBEDDING_LENGTH.epochs(rows, m_batchSize));
        return new Embedding.Settings(aim, m_dimensions, new TrainingSettings(m_batchSize, m_seed, m_validationShare,
            m_threads.orElse(0), m_timeBudget.map(Duration::ofSeconds), m_precision.precision()),
            new Epochs(epochs, 0, m_stopEarly ? m_patience : 0),
            new FineTuning.Descent(Defaults.EMBEDDING.descent().optimizer(),
                new Schedule(m_learningRate, m_learningRateDecay), m_momentum, m_weightDecay),
            new Dropout(m_inputDropout, m_hiddenDropout), m_frozenLayers);
    }
}
