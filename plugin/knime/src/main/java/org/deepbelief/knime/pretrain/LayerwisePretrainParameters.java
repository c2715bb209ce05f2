// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.pretrain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.model.RowOrder;
import org.deepbelief.engine.train.AutoencoderSettings;
import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.Chain;
import org.deepbelief.engine.train.ConditionalSettings;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.Noise;
import org.deepbelief.engine.train.Penalty;
import org.deepbelief.engine.train.RecurrentSettings;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.Sparsity;
import org.deepbelief.engine.train.TableKind;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.InputKind;
import org.deepbelief.knime.pretrain.PretrainSections.AutoencoderSection;
import org.deepbelief.knime.pretrain.PretrainSections.BoltzmannMachineSection;
import org.deepbelief.knime.pretrain.PretrainSections.GoesOn;
import org.deepbelief.knime.pretrain.PretrainSections.InputSection;
import org.deepbelief.knime.pretrain.PretrainSections.LayersReference;
import org.deepbelief.knime.pretrain.PretrainSections.LayersSection;
import org.deepbelief.knime.pretrain.PretrainSections.RatesSection;
import org.deepbelief.knime.pretrain.PretrainSections.RegularizationSection;
import org.deepbelief.knime.pretrain.PretrainSections.ResourcesSection;
import org.deepbelief.knime.pretrain.PretrainSections.TrainingSection;
import org.deepbelief.knime.pretrain.PretrainSections.ValidationSection;
import org.deepbelief.knime.settings.Automatic;
import org.deepbelief.knime.settings.ClassColumnChoice;
import org.deepbelief.knime.settings.ColumnChoices;
import org.deepbelief.knime.settings.ConnectedNetwork;
import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.NotStored;
import org.deepbelief.knime.settings.Precisions;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.InputColumns;
import org.deepbelief.knime.table.MissingValues;
import org.deepbelief.knime.table.SequenceColumns;
import org.deepbelief.knime.table.TableFit;
import org.deepbelief.knime.table.TargetColumns;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.array.ArrayWidget;
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
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;
import org.knime.node.parameters.widget.choices.filter.ColumnFilterWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Layer-wise Pretrain. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class LayerwisePretrainParameters implements NodeParameters {

    /** How numbers are brought to the range of the units. */
    enum Scaling {
        @Label(value = "Automatic", description = "The data decides, column by column: ordinary numbers by their"
            + " quantiles, so that neither skew nor a few huge values spoil them; pixels, counts of many words and"
            + " vectors by min-max.")
        AUTOMATIC(null),

        @Label(value = "Min-max", description = "To the range 0 to 1 by the smallest and largest training value.")
        MIN_MAX(NumberScaling.MIN_MAX),

        @Label(value = "Z-score", description = "To mean 0 and standard deviation 1, with Gaussian visible units.")
        Z_SCORE(NumberScaling.Z_SCORE),

        @Label(value = "None", description = "As they are; Bernoulli visible units then need values from 0 to 1.")
        NONE(NumberScaling.NONE);

        /** Null where the data decides. */
        final NumberScaling scaling;

        Scaling(final NumberScaling scaling) {
            this.scaling = scaling;
        }
    }

    /** The kinds of visible units for numbers. */
    enum VisibleUnits {
        @Label(value = "Bernoulli", description = "For values between 0 and 1: bits, brightness, shares.")
        BERNOULLI(UnitType.bernoulli()),

        @Label(value = "Gaussian", description = "For measurements of any range.")
        GAUSSIAN(UnitType.gaussian());

        final UnitType unitType;

        VisibleUnits(final UnitType unitType) {
            this.unitType = unitType;
        }
    }

    /** The class column to begin with: the last nominal one. */
    static final class SuggestedClassColumn implements DefaultValueProvider<String> {
        @Override
        public String computeState(final NodeParametersInput input) {
            return input.getInTableSpec(0).map(table -> TargetColumns.suggested(table, List.of()).orElseGet(
                () -> table.stream().filter(TargetColumns::isClass).map(DataColumnSpec::getName).findFirst()
                    .orElse("")))
                .orElse("");
        }
    }

    /** The Gibbs steps to begin with where they are to be set. */
    static final class CommonGibbsSteps implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return Defaults.gibbsSteps(TableKind.ORDINARY, true);
        }
    }

    /** The epoch from which momentum is high, to begin with where it is to be set. */
    static final class CommonSwitchEpoch implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return Defaults.LEARNING.momentum().switchEpoch();
        }
    }

    interface ScalingReference extends ParameterReference<Scaling> {
    }

    interface VisibleUnitsReference extends ParameterReference<VisibleUnits> {
    }

    /** Where the scaling of a new network leaves the kind of visible units open. */
    static final class UnitsAreChosen implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return not(initializer.getPredicate(GoesOn.class))
                .and(initializer.getEnum(ScalingReference.class).isOneOf(Scaling.MIN_MAX, Scaling.NONE));
        }
    }

    /** Where visible units may be Gaussian. */
    static final class MayBeGaussian implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(ScalingReference.class).isOneOf(Scaling.AUTOMATIC, Scaling.Z_SCORE)
                .or(initializer.getEnum(VisibleUnitsReference.class).isOneOf(VisibleUnits.GAUSSIAN))
                .or(initializer.getPredicate(GoesOn.class));
        }
    }

    static final class PersistentReference implements BooleanReference {
    }

    static final class SequenceReference implements BooleanReference {
    }

    /** Where the rows of a new network are a sequence. */
    static final class AreSequence implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getBoolean(SequenceReference.class).isTrue()
                .and(not(initializer.getPredicate(GoesOn.class)));
        }
    }

    /** The column to order rows by to begin with: the first that can. */
    static final class SuggestedOrderColumn implements DefaultValueProvider<String> {
        @Override
        public String computeState(final NodeParametersInput input) {
            return first(input, SequenceColumns::isOrder);
        }
    }

    /** The column to tell sequences apart by to begin with: the first that can. */
    static final class SuggestedSequenceColumn implements DefaultValueProvider<String> {
        @Override
        public String computeState(final NodeParametersInput input) {
            return first(input, SequenceColumns::isSequence);
        }
    }

    private static String first(final NodeParametersInput input, final Predicate<DataColumnSpec> fit) {
        return input.getInTableSpec(0).flatMap(table -> table.stream().filter(fit).map(DataColumnSpec::getName)
            .findFirst()).orElse("");
    }

    /** The rows before to begin with where their number is to be set: a day of hours, two years of months. */
    static final class CommonRowsBefore implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return 24;
        }
    }

    static final class ReadsRowsBeforeReference implements BooleanReference {
    }

    /** Whether a layer of a new network reads a number of rows before each row. */
    static final class ReadsRowsBefore extends OfLayers {
        @Override
        boolean of(final List<LayerKind> kinds) {
            return kinds.contains(LayerKind.CONDITIONAL);
        }
    }

    interface SparsityCostReference extends ParameterReference<Double> {
    }

    static final class SparsityReference implements BooleanReference {
    }

    /** Whether hidden units are drawn to a target. */
    static final class IsSparse implements StateProvider<Boolean> {

        private Supplier<Double> cost;

        @Override
        public void init(final StateProviderInitializer initializer) {
            initializer.computeBeforeOpenDialog();
            cost = initializer.computeFromValueSupplier(SparsityCostReference.class);
        }

        @Override
        public Boolean computeState(final NodeParametersInput input) {
            return cost.get() > 0;
        }
    }

    /** What depends on the kinds of layers, those that are chosen or those of the network to go on with. */
    private abstract static class OfLayers implements StateProvider<Boolean> {

        private Supplier<NewLayerParameters[]> layers;

        private Supplier<Boolean> sequence;

        @Override
        public final void init(final StateProviderInitializer initializer) {
            initializer.computeBeforeOpenDialog();
            layers = initializer.computeFromValueSupplier(LayersReference.class);
            sequence = initializer.computeFromValueSupplier(SequenceReference.class);
        }

        @Override
        public final Boolean computeState(final NodeParametersInput input) {
            return of(ConnectedNetwork.of(input).map(network -> network.levels().stream().map(Level::kind).toList())
                .orElseGet(() -> kinds(layers.get(), sequence.get())));
        }

        abstract boolean of(List<LayerKind> kinds);
    }

    static final class MachineReadsInputReference implements BooleanReference {
    }

    /** Whether the first layer is a Boltzmann machine. */
    static final class MachineReadsInput extends OfLayers {
        @Override
        boolean of(final List<LayerKind> kinds) {
            return kinds.stream().findFirst().filter(LayerKind.BOLTZMANN_MACHINE::equals).isPresent();
        }
    }

    static final class HasPlainMachineReference implements BooleanReference {
    }

    /** Whether a layer is a Boltzmann machine that reads a row alone. */
    static final class HasPlainMachine extends OfLayers {
        @Override
        boolean of(final List<LayerKind> kinds) {
            return kinds.contains(LayerKind.BOLTZMANN_MACHINE);
        }
    }

    static final class PlainMachine implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getBoolean(HasPlainMachineReference.class).isTrue();
        }
    }

    /** Where a machine draws its reconstructions only if it is told to. */
    static final class MayDraw implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getPredicate(PlainMachine.class)
                .and(initializer.getBoolean(PersistentReference.class).isFalse());
        }
    }

    /** Where a first Boltzmann machine may have Gaussian visible units. */
    static final class MayLearnVariance implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getBoolean(MachineReadsInputReference.class).isTrue()
                .and(initializer.getPredicate(MayBeGaussian.class));
        }
    }

    @Layout(InputSection.class)
    @Widget(title = "Input columns", description = "The columns that the network learns: numbers, nominal columns (one"
        + " unit per value), bit, byte and double vectors and collections of numbers (one unit per element). At"
        + " first all of them are chosen but nominal columns of more than 60 values and one at the end of the table,"
        + " which is taken for the class. Leave the column that is to be predicted out.")
    @ColumnFilterWidget(choicesProvider = ColumnChoices.Inputs.class)
    @Effect(predicate = GoesOn.class, type = EffectType.HIDE)
    ColumnFilter m_columns = new ColumnFilter().withIncludeUnknownColumns();

    @Layout(InputSection.class)
    @Widget(title = "Rows are a sequence",
        description = "If checked, rows follow each other, as readings, days or notes"
        + " do, and the network learns each from those before it: the first layer is a conditional Boltzmann machine"
        + " unless you choose another, and automatic scaling gives numbers Gaussian units. Nodes that apply the network"
        + " put rows in the same order. Otherwise each row stands for itself.")
    @ValueReference(SequenceReference.class)
    @Effect(predicate = GoesOn.class, type = EffectType.HIDE)
    boolean m_rowsAreSequence;

    @Layout(InputSection.class)
    @Widget(title = "Order column",
        description = "If checked, rows follow each other by this column: numbers, dates and"
        + " times, or texts in ISO form such as 2024-02-29 or 2024-02-29T12:30. Otherwise as in the table.")
    @OptionalWidget(defaultProvider = SuggestedOrderColumn.class)
    @ChoicesProvider(ColumnChoices.Orders.class)
    @Effect(predicate = AreSequence.class, type = EffectType.SHOW)
    Optional<String> m_orderColumn = Optional.empty();

    @Layout(InputSection.class)
    @Widget(title = "Sequence column", description = "If checked, each value of this column (a machine, a customer, a"
        + " piece) is a sequence of its own, and no row follows one of another. Otherwise all rows are one sequence.")
    @OptionalWidget(defaultProvider = SuggestedSequenceColumn.class)
    @ChoicesProvider(ColumnChoices.Sequences.class)
    @Effect(predicate = AreSequence.class, type = EffectType.SHOW)
    Optional<String> m_sequenceColumn = Optional.empty();

    @Layout(InputSection.class)
    @Widget(title = "Scaling", description = "How numbers are brought to the range of the units; the network keeps the"
        + " scaling, and all later nodes apply it.")
    @ValueSwitchWidget
    @ValueReference(ScalingReference.class)
    @Effect(predicate = GoesOn.class, type = EffectType.HIDE)
    Scaling m_scaling = Scaling.AUTOMATIC;

    @Layout(InputSection.class)
    @Widget(title = "Visible units", description = "What a unit that reads a number can be. Automatic scaling chooses"
        + " it column by column, and z-scores have Gaussian units.")
    @ValueSwitchWidget
    @ValueReference(VisibleUnitsReference.class)
    @Effect(predicate = UnitsAreChosen.class, type = EffectType.SHOW)
    VisibleUnits m_visibleUnits = VisibleUnits.BERNOULLI;

    @Layout(InputSection.class)
    @Widget(title = "Missing values", description = "What to do with a row that lacks an input value.")
    @ValueSwitchWidget
    MissingValues m_missingValues = MissingValues.MEAN;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Class column", description = "If checked, the top layer learns the classes of this column together"
        + " with the features, in label units beside its input, so that the network can tell and generate classes"
        + " without fine-tuning.")
    @OptionalWidget(defaultProvider = SuggestedClassColumn.class)
    @ChoicesProvider(ColumnChoices.Classes.class)
    @ValueReference(ClassColumnChoice.Column.class)
    @Effect(predicate = ClassColumnChoice.Open.class, type = EffectType.SHOW)
    Optional<String> m_classColumn = Optional.empty();

    @Persistor(NotStored.class)
    @ValueProvider(ClassColumnChoice.class)
    @ValueReference(ClassColumnChoice.Open.class)
    boolean m_classColumnIsOpen = true;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Image width", description = "If checked, the width in pixels of the picture that a row is, for the"
        + " receptive fields in the view. Otherwise a square is guessed.")
    @OptionalWidget(defaultProvider = Automatic.ImageWidth.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostUnits.class)
    Optional<Integer> m_imageWidth = Optional.empty();

    @Layout(LayersSection.class)
    @Widget(title = "Layers", description = "The layers in their order: the first reads the input columns, each further"
        + " one reads the one above it in this list. Two or three are common.")
    @ArrayWidget(addButtonText = "Add layer", elementTitle = "Layer", showSortButtons = true)
    @ValueReference(LayersReference.class)
    NewLayerParameters[] m_layers = layers(TableKind.IMAGES);

    @Layout(LayersSection.class)
    @Advanced
    @Widget(title = "Rows before", description = "If checked, how many rows before each row a conditional Boltzmann"
        + " machine reads. Otherwise the rows decide: as many as help to predict each row, and no more than the longest"
        + " sequence has to give.")
    @OptionalWidget(defaultProvider = CommonRowsBefore.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostRowsBefore.class)
    @Effect(predicate = ReadsRowsBeforeReference.class, type = EffectType.SHOW)
    Optional<Integer> m_rowsBefore = Optional.empty();

    @Persistor(NotStored.class)
    @ValueProvider(ReadsRowsBefore.class)
    @ValueReference(ReadsRowsBeforeReference.class)
    boolean m_readsRowsBefore;

    @Layout(TrainingSection.class)
    @Widget(title = "Epochs", description = "If checked, how often each layer sees all rows; if the error in the"
        + " training log still falls at the end, take more. Otherwise it follows from the rows: about 6,000 steps for"
        + " an ordinary table and 2,000 for images, many passes over a small table and few over a large one.")
    @OptionalWidget(defaultProvider = NewLayerParameters.CommonEpochs.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_epochs = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Learning rate", description = "If checked, how far a step moves the weights of each layer that"
        + " has no rate of its own; if the error rises or jumps, take a smaller one. Otherwise it suits the units of"
        + " the layer: 0.1 where all are Bernoulli; 0.01 for a restricted Boltzmann machine that reads Gaussian units"
        + " (1 divided by their number, if there are more than 100); 0.001 for others with Gaussian or rectified"
        + " linear units, which diverge at higher rates, and for a conditional one.")
    @OptionalWidget(defaultProvider = NewLayerParameters.CommonRate.class)
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    Optional<Double> m_learningRate = Optional.empty();

    @Layout(TrainingSection.class)
    @Widget(title = "Batch size", description = "How many rows a layer looks at before it moves its weights, which is a"
        + " step: 10 to 100 in most cases, small for small tables.")
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
    @Widget(title = "Initial momentum (0 to 1)", description = "The share of the last step that is added to the next,"
        + " for the first epochs: below 1.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_initialMomentum = Defaults.LEARNING.momentum().initial();

    @Layout(RatesSection.class)
    @Widget(title = "Momentum (0 to 1)", description = "The share of the last step that is added to the next, once"
        + " learning has settled: below 1. It makes steps in a steady direction longer.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_momentum = Defaults.LEARNING.momentum().last();

    @Layout(RatesSection.class)
    @Widget(title = "Momentum from epoch", description = "If checked, after how many epochs the momentum takes the"
        + " place of the initial one. Otherwise after 5, or after about a quarter of fewer than 20.")
    @OptionalWidget(defaultProvider = CommonSwitchEpoch.class)
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_momentumSwitchEpoch = Optional.empty();

    @Layout(RegularizationSection.class)
    @Widget(title = "Weight decay (L2)", description = "How strongly large weights are pulled towards zero, which keeps"
        + " the features smooth. 0 switches it off.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.AtMostOne.class)
    double m_weightDecay = Defaults.LEARNING.penalty().l2();

    @Layout(RegularizationSection.class)
    @Widget(title = "Weight sparsity (L1)", description = "How strongly every weight is pulled towards zero by the same"
        + " amount, so that each unit looks at few inputs. 0 switches it off.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.AtMostOne.class)
    double m_weightSparsity = Defaults.LEARNING.penalty().l1();

    @Layout(RegularizationSection.class)
    @Widget(title = "Sparsity cost", description = "How strongly hidden units are drawn to the sparsity target,"
        + " which is shown while the cost is above 0; 0 switches it off. Units that are on for half of the rows are"
        + " poor features; a small cost keeps units from that where there are thousands of rows, and changes little"
        + " where there are hundreds. Gaussian hidden units are left alone.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    @ValueReference(SparsityCostReference.class)
    double m_sparsityCost = Defaults.HIDDEN.sparsity().cost();

    @Persistor(NotStored.class)
    @ValueProvider(IsSparse.class)
    @ValueReference(SparsityReference.class)
    boolean m_sparse = true;

    @Layout(RegularizationSection.class)
    @Widget(title = "Sparsity target (0 to 1)", description = "The share of rows for which a hidden unit should be on,"
        + " above 0 and below 1: about 0.1, so that each unit stands for something that few rows have.")
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.BelowOne.class)
    @Effect(predicate = SparsityReference.class, type = EffectType.SHOW)
    double m_sparsityTarget = Defaults.HIDDEN.sparsity().target();

    @Layout(RegularizationSection.class)
    @Widget(title = "Hidden dropout (0 to 1)", description = "The share of hidden units that each training row leaves"
        + " out, below 1, which keeps units from relying on each other. 0 leaves none out.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_hiddenDropout = Defaults.HIDDEN.dropout();

    @Layout(BoltzmannMachineSection.class)
    @Widget(title = "Gibbs steps (CD-k)", description = "If checked, how often a layer imagines its inputs from its"
        + " units and its units from these inputs, before it compares what it imagined with the data. One step is"
        + " fast and enough for features; more give a better model of the data, from which rows can be generated and"
        + " gaps filled. Otherwise 5 for ordinary tables, and 1 for images, in a conditional Boltzmann machine, and"
        + " with persistent chains, sampled zeros or a class column.")
    @OptionalWidget(defaultProvider = CommonGibbsSteps.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_gibbsSteps = Optional.empty();

    @Layout(BoltzmannMachineSection.class)
    @Widget(title = "Persistent chains", description = "If checked, what a layer imagined in one batch is where it goes"
        + " on in the next, instead of beginning at the rows (persistent contrastive divergence). Generated rows become"
        + " better; take a smaller learning rate.")
    @ValueReference(PersistentReference.class)
    @Effect(predicate = PlainMachine.class, type = EffectType.SHOW)
    boolean m_persistentChains = Defaults.BOLTZMANN_MACHINE.chain().persistent();

    @Layout(BoltzmannMachineSection.class)
    @Widget(title = "Sampled reconstructions", description = "If checked, imagined inputs are drawn at random, 0 or 1"
        + " with their probability, instead of being that probability. That suits bits; probabilities suit brightness"
        + " and other numbers between 0 and 1. Persistent chains and sampled zeros always draw.")
    @Effect(predicate = MayDraw.class, type = EffectType.SHOW)
    boolean m_sampledReconstructions = Defaults.BOLTZMANN_MACHINE.chain().sampledReconstructions();

    @Layout(BoltzmannMachineSection.class)
    @Widget(title = "Centred gradient", description = "If checked, a layer learns from how its units differ from their"
        + " means over the rows, which is faster and steadier, most of all where many hidden units read few inputs."
        + " It does not work together with sampled zeros.")
    @Effect(predicate = PlainMachine.class, type = EffectType.SHOW)
    boolean m_centredGradient = Defaults.BOLTZMANN_MACHINE.centred();

    @Layout(BoltzmannMachineSection.class)
    @Widget(title = "Learn variances", description = "If checked, each Gaussian input of the first layer learns how far"
        + " its values spread around what the layer expects. Otherwise the spread is that of the scaled column, 1.")
    @Effect(predicate = MayLearnVariance.class, type = EffectType.SHOW)
    boolean m_learnVariance = Defaults.BOLTZMANN_MACHINE.learnVariance();

    @Persistor(NotStored.class)
    @ValueProvider(HasPlainMachine.class)
    @ValueReference(HasPlainMachineReference.class)
    boolean m_hasPlainMachine = true;

    @Persistor(NotStored.class)
    @ValueProvider(MachineReadsInput.class)
    @ValueReference(MachineReadsInputReference.class)
    boolean m_machineReadsInput = true;

    @Layout(BoltzmannMachineSection.class)
    @Widget(title = "Sampled zeros", description = "For wide inputs that are mostly zero, such as bit vectors of 10,000"
        + " bits: how many zeros the first layer reconstructs for each input that is not zero, drawn anew for each"
        + " batch. 1 is a good start, more are steadier and slower, 0 reconstructs all inputs.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostUnits.class)
    @Effect(predicate = PlainMachine.class, type = EffectType.SHOW)
    double m_sampledZeros = Defaults.BOLTZMANN_MACHINE.sampledZeros();

    @Layout(AutoencoderSection.class)
    @Widget(title = "Masking noise (0 to 1)", description = "The share of inputs that an autoencoder layer has to do"
        + " without, below 1: they are set to zero at random while it learns, so that it learns how inputs hang"
        + " together.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_maskingNoise = Defaults.AUTOENCODER.noise().masking();

    @Layout(AutoencoderSection.class)
    @Widget(title = "Gaussian noise", description = "The standard deviation of the noise that is added to the inputs of"
        + " an autoencoder layer while it learns. 0 adds none.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    double m_gaussianNoise = Defaults.AUTOENCODER.noise().gaussian();

    @Layout(ValidationSection.class)
    @Widget(title = "Validation share (0 to 1)", description = "The share of rows, below 1, that are held out to watch"
        + " for overfitting; they appear in the training log and do not train. 0 holds none out.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.BelowOne.class)
    double m_validationShare = Defaults.PRETRAINING.training().validationShare();

    @Layout(ResourcesSection.class)
    @Widget(title = "Time budget (seconds)", description = "If checked, how long the layers may learn, all together;"
        + " reading the rows first does not count. Each layer has a share by its work, and what one leaves is for"
        + " those above it. When its time is up, a layer ends with the step at hand and stays what it is by then; a"
        + " warning tells the epoch. Otherwise learning takes the time it needs.")
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

    LayerwisePretrainParameters() {
    }

    LayerwisePretrainParameters(final NodeParametersInput input) {
        input.getInTableSpec(0).ifPresent(table -> {
            final List<DataColumnSpec> suggested = InputColumns.suggested(table);
            m_columns = new ColumnFilter(suggested);
            // A column that was left out on purpose must not come in as an unknown one.
            m_columns = suggested.size() == InputColumns.compatible(table).size()
                ? m_columns.withIncludeUnknownColumns() : m_columns.withExcludeUnknownColumns();
            final List<Input> inputs = InputColumns.describe(suggested, DbnPortObjectSpec.UNKNOWN);
            m_layers = layers(TableKind.of(inputs.size(), inputs.stream()
                .anyMatch(column -> column.kind() != InputKind.NUMBER && column.kind() != InputKind.NOMINAL)));
        });
    }

    /** The kinds of layers from the bottom up. */
    private static List<LayerKind> kinds(final NewLayerParameters[] layers, final boolean sequence) {
        return IntStream.range(0, layers.length).mapToObj(n -> layers[n].m_method.kind(sequence && n == 0)).toList();
    }

    /** The kinds of layers that are chosen, from the bottom up. */
    private List<LayerKind> kinds() {
        return kinds(m_layers, m_rowsAreSequence);
    }

    /** What nodes downstream are told of the layers. */
    List<Level> levels() {
        return IntStream.range(0, m_layers.length)
            .mapToObj(n -> m_layers[n].level(m_rowsAreSequence && n == 0)).toList();
    }

    /** How the rows of a new network follow each other, if they do and a layer learns from it. */
    Optional<RowOrder> rowOrder() {
        return m_rowsAreSequence && kinds().stream().anyMatch(LayerKind::temporal)
            ? Optional.of(new RowOrder(m_orderColumn, m_sequenceColumn)) : Optional.empty();
    }

    /** The columns that are no inputs, whatever is chosen for these: that of the classes, and those of the order. */
    Set<String> otherColumns(final Optional<RowOrder> order) {
        return Stream.of(m_classColumn, order.flatMap(RowOrder::order), order.flatMap(RowOrder::sequence))
            .flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
    }

    private static NewLayerParameters[] layers(final TableKind kind) {
        return Defaults.layerUnits(kind).stream().map(NewLayerParameters::new).toArray(NewLayerParameters[]::new);
    }

    /** The layers that learn: those that are chosen, or those of the network to go on with. */
    private NewLayerParameters[] layers(final Optional<DbnPortObjectSpec> start) {
        return start.map(network -> network.levels().stream().map(NewLayerParameters::new)
            .toArray(NewLayerParameters[]::new)).orElse(m_layers);
    }

    /**
     * @param start the network to go on with, if there is one
     * @throws InvalidSettingsException if a setting is out of its range, or settings do not go together
     */
    void check(final Optional<DbnPortObjectSpec> start) throws InvalidSettingsException {
        SettingsCheck.check(this);
        final NewLayerParameters[] layers = layers(start);
        if (layers.length == 0) {
            throw new InvalidSettingsException("The network has no layer. Add at least one to \"Layers\""
                + " (layers).");
        }
        for (int layer = 0; layer < layers.length; layer++) {
            if (layers[layer].m_method == NewLayerParameters.Method.AUTOENCODER
                && layers[layer].m_hiddenUnits == NewLayerParameters.HiddenUnits.GAUSSIAN) {
                throw new InvalidSettingsException("Layer " + (layer + 1) + " is an autoencoder with Gaussian hidden"
                    + " units, which does not exist. Choose another \"Kind of hidden units\" (layers/" + layer
                    + "/hiddenUnits), or a restricted Boltzmann machine as the \"Method\" (layers/" + layer
                    + "/method).");
            }
        }
        for (int layer = 0; layer < layers.length; layer++) {
            if (layers[layer].m_method == NewLayerParameters.Method.RECURRENT_TEMPORAL_BOLTZMANN_MACHINE
                && !layers[layer].unitType().binary()) {
                throw new InvalidSettingsException("Layer " + (layer + 1)
                    + " is a recurrent temporal Boltzmann machine,"
                    + " whose hidden units are Bernoulli. Choose these as the \"Kind of hidden units\" (layers/" + layer
                    + "/hiddenUnits), or another \"Method\" (layers/" + layer + "/method).");
            }
        }
        final boolean sequence = start.isPresent() ? start.get().rowOrder().isPresent() : m_rowsAreSequence;
        checkSequence(kinds(layers, sequence), sequence);
        final LayerKind top = kinds(layers, sequence).get(layers.length - 1);
        if (m_classColumn.isPresent() && top != LayerKind.BOLTZMANN_MACHINE) {
            throw new InvalidSettingsException("The class column needs a restricted Boltzmann machine as the top layer,"
                + " but layer " + layers.length + " is " + top.one() + ". Change its \"Method\" (layers/"
                + (layers.length - 1) + "/method)" + (top.temporal() ? ", add another layer above it" : "")
                + ", or uncheck \"Class column\" (classColumn).");
        }
        if (samplesZeros(layers)) {
            checkSampledZeros(layers, start.isPresent());
        }
    }

    private static void checkSequence(final List<LayerKind> kinds, final boolean sequence)
        throws InvalidSettingsException {
        final boolean temporal = kinds.stream().anyMatch(LayerKind::temporal);
        if (sequence && !temporal) {
            throw new InvalidSettingsException("Rows are a sequence, but no layer reads the rows before. Choose"
                + " \"Automatic\" or a conditional Boltzmann machine as the \"Method\" (layers/0/method) of the first"
                + " layer, or uncheck \"Rows are a sequence\" (rowsAreSequence).");
        }
        for (int n = 0; n < kinds.size() && !sequence; n++) {
            if (kinds.get(n).temporal()) {
                throw new InvalidSettingsException("Layer " + (n + 1) + " is " + kinds.get(n).one() + ", which reads"
                    + " the rows before each row. Check \"Rows are a sequence\" (rowsAreSequence), or choose another"
                    + " \"Method\" (layers/" + n + "/method).");
            }
        }
    }

    /** Zeros are sampled by Boltzmann machines; where there is none, the dialog does not show the setting. */
    private boolean samplesZeros(final NewLayerParameters[] layers) {
        return m_sampledZeros > 0 && kinds(layers, m_rowsAreSequence).contains(LayerKind.BOLTZMANN_MACHINE);
    }

    private void checkSampledZeros(final NewLayerParameters[] layers, final boolean goesOn)
        throws InvalidSettingsException {
        final String lacks = layers[0].m_method == NewLayerParameters.Method.AUTOENCODER
            ? "a restricted Boltzmann machine as the \"Method\" (layers/0/method) of the first layer"
            : !goesOn && m_scaling != Scaling.AUTOMATIC && !unitType().binary()
                ? "automatic \"Scaling\" (scaling) or Bernoulli \"Visible units\" (visibleUnits)"
            : m_gibbsSteps.orElse(1) > 1 ? "1 as the \"Gibbs steps (CD-k)\" (gibbsSteps)"
            : m_persistentChains ? "no \"Persistent chains\" (persistentChains)"
            : m_weightSparsity > 0 ? "0 as the \"Weight sparsity (L1)\" (weightSparsity)"
            : m_classColumn.isPresent() && layers.length == 1
                ? "a second layer for the \"Class column\" (classColumn)"
            : null;
        if (lacks != null) {
            throw new InvalidSettingsException("Sampling zeros needs " + lacks
                + ". Change that, or set \"Sampled zeros\" (sampledZeros) to 0.");
        }
    }

    /**
     * @param start the network to go on with, if there is one
     * @throws InvalidSettingsException if settings and input columns do not go together
     */
    void checkInputs(final List<Input> inputs, final Optional<DbnPortObjectSpec> start)
        throws InvalidSettingsException {
        final Optional<Input> nominal =
            inputs.stream().filter(input -> input.kind() == InputKind.NOMINAL).findFirst();
        if (samplesZeros(layers(start)) && nominal.isPresent()) {
            throw new InvalidSettingsException("Sampling zeros needs inputs that are numbers or vectors, but the column"
                + " \"" + nominal.get().name() + "\" is nominal. Take it out of the \"Input columns\" (columns), or"
                + " set \"Sampled zeros\" (sampledZeros) to 0.");
        }
    }

    /** How numbers become units. */
    TableFit.Settings encodingSettings() {
        return new TableFit.Settings(m_scaling == Scaling.AUTOMATIC ? Optional.empty()
            : Optional.of(new TableFit.Numbers(m_scaling.scaling, unitType())), m_missingValues,
            m_imageWidth.isPresent(), m_rowsAreSequence);
    }

    /** What a number becomes where not the data decides. */
    private UnitType unitType() {
        return m_scaling == Scaling.Z_SCORE ? UnitType.gaussian() : m_visibleUnits.unitType;
    }

    /** The units of a number, as far as they are known before the data is. */
    int numberUnits() {
        return m_scaling == Scaling.AUTOMATIC ? DbnPortObjectSpec.UNKNOWN : 1;
    }

    /**
     * The engine's settings.
     *
     * @param start the network to go on with, if there is one
     * @param rows how many are given, some of which may be held out
     * @param rowsBefore how many rows before each a conditional layer reads
     */
    LayerwisePretraining.Settings trainingSettings(final Optional<DbnPortObjectSpec> start,
        final InputEncoding encoding, final long rows, final int rowsBefore, final Optional<ClassColumn> labels) {
        final TableKind kind = TableKind.of(encoding);
        final int epochs = m_epochs.orElseGet(() -> Defaults.pretrainingLength(kind)
            .epochs(rows - Math.round(rows * m_validationShare), m_batchSize));
        final List<LayerSettings> layers = new ArrayList<>();
        List<UnitGroup> visible = encoding.groups();
        for (final NewLayerParameters layer : layers(start)) {
            final boolean first = layers.isEmpty();
            final Learning learning = learning(layer.m_epochs.orElse(epochs));
            final LayerSettings steady = switch (layer.m_method.kind(first && m_rowsAreSequence)) {
                case AUTOENCODER ->
                    new AutoencoderSettings(hidden(layer), learning, new Noise(m_maskingNoise, m_gaussianNoise));
                case CONDITIONAL -> new ConditionalSettings(new BoltzmannMachineSettings(hidden(layer), learning,
                    new Chain(m_gibbsSteps.orElseGet(() -> Defaults.gibbsSteps(kind, false)), false, true), false, 0,
                    false), rowsBefore);
                case RECURRENT -> new RecurrentSettings(HiddenUnits.of(layer.m_units,
                    layer.unitType()), learning.withPenalty(Penalty.l2(m_weightDecay)),
                    new Chain(m_gibbsSteps.orElseGet(() -> Defaults.gibbsSteps(kind, false)), false, true),
                    Defaults.PIECE_ROWS, Defaults.GRADIENT_NORM);
                default -> machine(layer, learning, kind, first, start.isPresent());
            };
            layers.add(steady.withLearning(steady.learning()
                .withRate(new Schedule(rate(layer, visible, layers.isEmpty(), steady), m_learningRateDecay))));
            visible = List.of(new UnitGroup(layer.unitType(), layer.m_units));
        }
        return new LayerwisePretraining.Settings(layers, new TrainingSettings(m_batchSize, m_seed, m_validationShare,
            m_threads.orElse(0), m_timeBudget.map(Duration::ofSeconds), m_precision.precision()), labels);
    }

    private BoltzmannMachineSettings machine(final NewLayerParameters layer, final Learning learning,
        final TableKind kind, final boolean first, final boolean goesOn) {
        final double sampledZeros = first ? m_sampledZeros : 0;
        return new BoltzmannMachineSettings(hidden(layer), learning,
            new Chain(gibbsSteps(kind), m_persistentChains,
                m_sampledReconstructions || m_persistentChains || sampledZeros > 0),
            m_learnVariance && first
                && (goesOn || m_scaling == Scaling.AUTOMATIC || unitType() == UnitType.gaussian()),
            sampledZeros, m_centredGradient && sampledZeros == 0);
    }

    private int gibbsSteps(final TableKind kind) {
        return m_gibbsSteps.orElseGet(() -> Defaults.gibbsSteps(kind,
            !m_persistentChains && m_sampledZeros == 0 && m_classColumn.isEmpty()));
    }

    private HiddenUnits hidden(final NewLayerParameters layer) {
        return new HiddenUnits(layer.m_units, layer.unitType(), layer.unitType().canBeSparse()
            ? new Sparsity(m_sparsityTarget, m_sparsityCost) : Sparsity.NONE, m_hiddenDropout);
    }

    private Learning learning(final int epochs) {
        return new Learning(epochs, Schedule.constant(Defaults.LEARNING.rate().initial()),
            new Momentum(m_initialMomentum, m_momentum,
                m_momentumSwitchEpoch.orElseGet(() -> Defaults.momentumSwitchEpoch(epochs))),
            new Penalty(m_weightDecay, m_weightSparsity));
    }

    private double rate(final NewLayerParameters layer, final List<UnitGroup> visible, final boolean first,
        final LayerSettings settings) {
        return layer.m_learningRate.or(() -> m_learningRate)
            .orElseGet(() -> Defaults.learningRate(visible, first, settings));
    }
}
