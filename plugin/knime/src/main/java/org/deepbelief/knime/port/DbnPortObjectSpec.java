// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.model.LayerStructure;
import org.deepbelief.engine.model.NetworkStructure;
import org.deepbelief.engine.model.NetworkStructure.Head;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.Requirements;
import org.deepbelief.engine.model.RowOrder;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.units.UnitType;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContentRO;
import org.knime.core.node.ModelContentWO;
import org.knime.core.node.port.AbstractSimplePortObjectSpec;

/**
 * What is known of a deep belief network before it exists: its input columns, the kinds and sizes of its layers, how
 * far it has been tuned, and the columns of its classes and target.
 */
public final class DbnPortObjectSpec extends AbstractSimplePortObjectSpec {

    /** Reads and writes the spec; named in plugin.xml. */
    public static final class Serializer extends AbstractSimplePortObjectSpecSerializer<DbnPortObjectSpec> {
    }

    /** The number of units or the values of a column that only the data can tell. */
    public static final int UNKNOWN = -1;

    /** As many units as a layer can have in reason. */
    public static final int MOST_LAYER_UNITS = 1_000_000;

    /**
     * An input column.
     *
     * @param name its name
     * @param kind what its cells are
     * @param units the number of visible units it becomes, or {@link #UNKNOWN}
     */
    public record Input(String name, InputKind kind, int units) {
    }

    /**
     * A layer above the visible units.
     *
     * @param kind its kind
     * @param units the number of its hidden units
     * @param unitType their kind
     */
    public record Level(LayerKind kind, int units, UnitType unitType) {
    }

    /**
     * One of several senses: some of the input columns, and the layers that only they go through.
     *
     * @param name its name
     * @param inputs how many input columns it has; those of the senses follow each other
     * @param levels its layers from the lowest up
     */
    public record SenseLevels(String name, int inputs, List<Level> levels) {

        public SenseLevels {
            levels = List.copyOf(levels);
        }
    }

    /**
     * Hidden units that are features together: a layer, or that of one of several senses.
     *
     * @param name what they are called, such as "Layer 1"
     * @param level the layer
     */
    public record Feature(String name, Level level) {
    }

    /**
     * The column of the classes, or of the numbers to predict.
     *
     * @param name its name
     * @param kind what its cells are
     * @param values its classes in the order of the model; empty for numbers, and while only the data can tell
     */
    public record Target(String name, TargetKind kind, List<String> values) {

        public Target {
            values = List.copyOf(values);
        }

        /**
         * This column for a network that predicts it already, which goes on with the classes that it knows.
         *
         * @param predicted what the network predicts
         */
        public Target goingOn(final Optional<Target> predicted) {
            return !kind.isClass() || predicted.filter(known -> known.name().equals(name)).isEmpty() ? this
                : new Target(name, kind,
                    Stream.concat(predicted.get().values().stream(), values.stream()).distinct().toList());
        }

        /** Whether the classes are known, so that a table with a column for each can be announced. */
        public boolean isKnown() {
            return !kind.isClass() || !values.isEmpty();
        }
    }

    /** What this version writes, and the newest that it reads. */
    private static final int FORMAT = 2;

    private static final String VERSION = "version";

    private static final String REQUIRES = "requires";

    private static final String INPUTS = "inputs";

    private static final String LEVELS = "layers";

    private static final String SENSES = "senses";

    private static final String TUNING = "tuning";

    private static final String LABELS = "labelUnits";

    private static final String TARGET = "target";

    private static final String NAME = "name";

    private static final String KIND = "kind";

    private static final String UNITS = "units";

    private static final String UNIT_TYPE = "unitType";

    private static final String VALUES = "values";

    private static final String SIZE = "size";

    private static final String ROW_ORDER = "rowOrder";

    private static final String ORDER_COLUMN = "orderColumn";

    private static final String SEQUENCE_COLUMN = "sequenceColumn";

    private List<Input> inputs = List.of();

    private List<SenseLevels> senses = List.of();

    private List<Level> levels = List.of();

    private Tuning tuning = Tuning.UNTRAINED;

    private Optional<Target> labels = Optional.empty();

    private Optional<Target> target = Optional.empty();

    private Optional<RowOrder> rowOrder = Optional.empty();

    /** For KNIME, which loads the content afterwards. */
    public DbnPortObjectSpec() {
    }

    /**
     * A network of one sense.
     *
     * @param inputs the input columns in the order of their units
     * @param levels the layers from the lowest to the top
     * @param tuning how far the network has come
     * @param labels the class column of the label units beside the top layer, if it has them
     * @param target the column that the output above the top layer predicts, if it has one
     */
    public DbnPortObjectSpec(final List<Input> inputs, final List<Level> levels, final Tuning tuning,
        final Optional<Target> labels, final Optional<Target> target) {
        this(inputs, List.of(), levels, tuning, labels, target, Optional.empty());
    }

    private DbnPortObjectSpec(final List<Input> inputs, final List<SenseLevels> senses, final List<Level> levels,
        final Tuning tuning, final Optional<Target> labels, final Optional<Target> target,
        final Optional<RowOrder> rowOrder) {
        this.inputs = List.copyOf(inputs);
        this.senses = List.copyOf(senses);
        this.levels = List.copyOf(levels);
        this.tuning = tuning;
        this.labels = labels;
        this.target = target;
        this.rowOrder = rowOrder;
    }

    /** The same network for rows that follow each other, or for rows each of which stands for itself. */
    public DbnPortObjectSpec withRowOrder(final Optional<RowOrder> order) {
        return new DbnPortObjectSpec(inputs, senses, levels, tuning, labels, target, order);
    }

    /**
     * The spec of a network that is made of others.
     *
     * @param names what the networks are called in it, as senses
     * @param networks of one sense each
     * @param levels the layers above all of them
     */
    public static DbnPortObjectSpec fused(final List<String> names, final List<DbnPortObjectSpec> networks,
        final List<Level> levels) {
        final List<Input> inputs = networks.stream().flatMap(network -> network.inputs.stream()).toList();
        final List<SenseLevels> senses = new ArrayList<>();
        for (int s = 0; s < names.size(); s++) {
            senses.add(new SenseLevels(names.get(s), networks.get(s).inputs.size(), networks.get(s).levels));
        }
        return new DbnPortObjectSpec(inputs, senses, levels, Tuning.PRETRAINED, Optional.empty(), Optional.empty(),
            Optional.empty());
    }

    /**
     * The spec of a network that exists.
     *
     * @param network the network
     * @param tuning how far it has come
     * @param labelKind what the class column of its label units holds in the table
     * @param targetKind what the target column of its output holds in the table
     */
    public static DbnPortObjectSpec of(final DeepBeliefNetwork network, final Tuning tuning,
        final TargetKind labelKind, final TargetKind targetKind) {
        return of(network.structure(), tuning, column -> labelKind, column -> targetKind);
    }

    /**
     * The spec of a network in a file. The file tells by its provenance how far the network has come, but not what its
     * classes are in a table.
     *
     * @param network without its weights
     * @param kind what a column of such classes holds in the table
     */
    public static DbnPortObjectSpec ofFile(final NetworkStructure network,
        final Function<ClassColumn, TargetKind> kind) {
        final Provenance provenance = network.provenance();
        return of(network, provenance.has(TrainingStep.FINE_TUNING) ? Tuning.FINE_TUNED
            : provenance.has(TrainingStep.WAKE_SLEEP) ? Tuning.WAKE_SLEEP_TUNED
            : provenance.has(TrainingStep.PRETRAINING) || provenance.has(TrainingStep.FUSING) ? Tuning.PRETRAINED
            : Tuning.UNTRAINED, kind, kind);
    }

    private static DbnPortObjectSpec of(final NetworkStructure network, final Tuning tuning,
        final Function<ClassColumn, TargetKind> labelKind, final Function<ClassColumn, TargetKind> targetKind) {
        final List<Input> inputs = network.encoding().columns().stream()
            .map(column -> new Input(column.name(), InputKind.of(column), column.units())).toList();
        final List<SenseLevels> senses = network.senses().size() == 1 ? List.of() : network.senses().stream()
            .map(sense -> new SenseLevels(sense.name(), sense.encoding().columns().size(), levels(sense.layers())))
            .toList();
        final Optional<Target> labels = network.labelUnits()
            .map(column -> new Target(column.name(), labelKind.apply(column), column.values()));
        final Optional<Target> target = network.head().map(head -> head instanceof Head.ClassHead classes
            ? new Target(classes.target().name(), targetKind.apply(classes.target()), classes.target().values())
            : new Target(((Head.NumberHead)head).targets().get(0), TargetKind.NUMBER, List.of()));
        return new DbnPortObjectSpec(inputs, senses, levels(network.layers()), tuning, labels, target,
            RowOrder.of(network.provenance()));
    }

    private static List<Level> levels(final List<LayerStructure> layers) {
        return layers.stream().map(layer -> new Level(layer.kind(), layer.hiddenUnits(), layer.hiddenType())).toList();
    }

    /** What of this is not true of a network, as a clause; empty if all is. */
    Optional<String> differenceFrom(final DeepBeliefNetwork network) {
        final DbnPortObjectSpec found = of(network, tuning, labels.map(Target::kind).orElse(TargetKind.NOMINAL),
            target.map(Target::kind).orElse(TargetKind.NOMINAL));
        return difference("input column", inputs, found.inputs)
            .or(() -> difference("sense", senses, found.senses))
            .or(() -> difference("layer", levels, found.levels))
            .or(() -> difference("class column", labels.stream().toList(), found.labels.stream().toList()))
            .or(() -> difference("target", target.stream().toList(), found.target.stream().toList()));
    }

    private static Optional<String> difference(final String what, final List<?> told, final List<?> found) {
        for (int i = 0; i < Math.max(told.size(), found.size()); i++) {
            final Object one = i < told.size() ? told.get(i) : "none";
            final Object other = i < found.size() ? found.get(i) : "none";
            if (!one.equals(other)) {
                return Optional.of("as " + what + " " + (i + 1) + " it describes " + one + " and holds " + other);
            }
        }
        return Optional.empty();
    }

    /** The input columns in the order of their units. */
    public List<Input> inputs() {
        return inputs;
    }

    /** The senses in the order of their input columns, where there are several; empty for a network of one. */
    public List<SenseLevels> senses() {
        return senses;
    }

    /** The layers from the lowest to the top; of several senses those that they have in common. */
    public List<Level> levels() {
        return levels;
    }

    /** How many layers there are from the columns to the top: those of the senses, then those in common. */
    public int depth() {
        return senseDepth() + levels.size();
    }

    private int senseDepth() {
        return senses.stream().mapToInt(sense -> sense.levels().size()).max().orElse(0);
    }

    /**
     * The units of a layer: where several senses have layers of their own at its height, those of each apart.
     *
     * @param layer from 1 to {@link #depth}
     */
    public List<Feature> features(final int layer) {
        return features(layer, List.of());
    }

    /**
     * As above, of some of the senses.
     *
     * @param chosen their names; empty for all
     */
    public List<Feature> features(final int layer, final List<String> chosen) {
        if (layer > senseDepth()) {
            return List.of(new Feature("Layer " + layer, levels.get(layer - 1 - senseDepth())));
        }
        return senses.stream()
            .filter(sense -> sense.levels().size() >= layer && (chosen.isEmpty() || chosen.contains(sense.name())))
            .map(sense -> new Feature(sense.name() + " layer " + layer, sense.levels().get(layer - 1))).toList();
    }

    /** How far the network has come. */
    public Tuning tuning() {
        return tuning;
    }

    /** The class column of the label units. */
    public Optional<Target> labels() {
        return labels;
    }

    /** The target column of the output. */
    public Optional<Target> target() {
        return target;
    }

    /**
     * How the rows of a table follow each other for the network: the columns that it was pretrained by. Empty where
     * each row stands for itself.
     */
    public Optional<RowOrder> rowOrder() {
        return rowOrder;
    }

    /** Whether a layer knows the rows before each row. */
    public boolean isTemporal() {
        return levels.stream().anyMatch(level -> level.kind().temporal());
    }

    /** The number of visible units, or {@link #UNKNOWN}. */
    public int visibleUnits() {
        int units = 0;
        for (final Input input : inputs) {
            if (input.units() == UNKNOWN) {
                return UNKNOWN;
            }
            units += input.units();
        }
        return units;
    }

    /**
     * What the layers read, 0 where the number is not known yet, and the units of each; of several senses those that
     * they have in common.
     */
    public List<Integer> sizes() {
        final boolean handedUp = !senses.isEmpty() && senses.stream().noneMatch(sense -> sense.levels().isEmpty());
        final int read = handedUp
            ? senses.stream().mapToInt(sense -> sense.levels().get(sense.levels().size() - 1).units()).sum()
            : Math.max(0, visibleUnits());
        return Stream.concat(Stream.of(read), levels.stream().map(Level::units)).toList();
    }

    /** The layer sizes from the visible units to the top, such as "64-200-200" or "(64-200 + 20-50)-100". */
    public String shape() {
        if (senses.isEmpty()) {
            return visibleUnits(inputs) + sizes(levels);
        }
        final List<String> shapes = new ArrayList<>();
        int first = 0;
        for (final SenseLevels sense : senses) {
            shapes.add(visibleUnits(inputs.subList(first, first + sense.inputs())) + sizes(sense.levels()));
            first += sense.inputs();
        }
        return "(" + String.join(" + ", shapes) + ")" + sizes(levels);
    }

    private static String visibleUnits(final List<Input> inputs) {
        return inputs.stream().anyMatch(input -> input.units() == UNKNOWN) ? "?"
            : Integer.toString(inputs.stream().mapToInt(Input::units).sum());
    }

    private static String sizes(final List<Level> levels) {
        return levels.stream().map(level -> "-" + level.units()).collect(Collectors.joining());
    }

    /** The same network after more pretraining, which its output does not survive. */
    public DbnPortObjectSpec pretrained(final Optional<Target> withLabels) {
        return new DbnPortObjectSpec(inputs, senses, levels, Tuning.PRETRAINED, withLabels.or(() -> labels),
            Optional.empty(), rowOrder);
    }

    /** The same network after wake-sleep tuning. */
    public DbnPortObjectSpec wakeSleepTuned(final Optional<Target> withLabels) {
        return new DbnPortObjectSpec(inputs, senses, levels, Tuning.WAKE_SLEEP_TUNED, withLabels.or(() -> labels),
            target, rowOrder);
    }

    /**
     * The same network without an input column.
     *
     * @throws InvalidSettingsException if it is the only one, or the only one of a sense
     */
    public DbnPortObjectSpec withoutInput(final String column) throws InvalidSettingsException {
        final List<Input> left = inputs.stream().filter(input -> !input.name().equals(column)).toList();
        if (left.isEmpty()) {
            throw new InvalidSettingsException("The column \"" + column + "\" is the only input of the network, so"
                + " nothing is left to tell it from. Choose another column, or pretrain on other columns.");
        }
        final List<SenseLevels> others = new ArrayList<>();
        int first = 0;
        for (final SenseLevels sense : senses) {
            final boolean reads = inputs.subList(first, first + sense.inputs()).stream()
                .anyMatch(input -> input.name().equals(column));
            if (reads && (sense.inputs() == 1 || sense.levels().isEmpty())) {
                throw new InvalidSettingsException("The column \"" + column + "\" is an input of the sense \""
                    + sense.name() + "\" that it cannot do without. Choose another column, or fuse networks without"
                    + " it.");
            }
            others.add(reads ? new SenseLevels(sense.name(), sense.inputs() - 1, sense.levels()) : sense);
            first += sense.inputs();
        }
        return new DbnPortObjectSpec(left, others, levels, tuning, labels, target, rowOrder);
    }

    /** Whether a column is an input. */
    public boolean reads(final String column) {
        return inputs.stream().anyMatch(input -> input.name().equals(column));
    }

    /** The same network after fine-tuning for a target, or for reconstruction where there is none. */
    public DbnPortObjectSpec fineTuned(final Optional<Target> withTarget) {
        return new DbnPortObjectSpec(inputs, senses, levels, Tuning.FINE_TUNED, labels, withTarget, rowOrder);
    }

    /** The same network with a map of so many dimensions on top, instead of one that is there already. */
    public DbnPortObjectSpec embedded(final int dimensions) {
        final int depth = levels.size();
        final boolean again = depth > 1 && levels.get(depth - 1).kind() == LayerKind.EMBEDDING;
        final List<Level> below = again ? levels.subList(0, depth - 1) : levels;
        return new DbnPortObjectSpec(inputs, senses, Stream.concat(below.stream(),
            Stream.of(new Level(LayerKind.EMBEDDING, dimensions, UnitType.gaussian()))).toList(), Tuning.EMBEDDED,
            Optional.empty(), Optional.empty(), rowOrder);
    }

    @Override
    protected void save(final ModelContentWO model) {
        final Requirements requirements = new Requirements();
        levels.forEach(level -> requirements.add(level.kind(), level.unitType()));
        senses.forEach(sense -> {
            requirements.addSenses();
            sense.levels().forEach(level -> requirements.add(level.kind(), level.unitType()));
        });
        model.addInt(VERSION, FORMAT);
        model.addStringArray(REQUIRES, requirements.names().toArray(String[]::new));
        final ModelContentWO inputContent = model.addModelContent(INPUTS);
        inputContent.addInt(SIZE, inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            final Input input = inputs.get(i);
            final ModelContentWO content = inputContent.addModelContent(Integer.toString(i));
            content.addString(NAME, input.name());
            content.addString(KIND, input.kind().name());
            content.addInt(UNITS, input.units());
        }
        saveLevels(levels, model.addModelContent(LEVELS));
        if (!senses.isEmpty()) {
            final ModelContentWO senseContent = model.addModelContent(SENSES);
            senseContent.addInt(SIZE, senses.size());
            for (int i = 0; i < senses.size(); i++) {
                final ModelContentWO content = senseContent.addModelContent(Integer.toString(i));
                content.addString(NAME, senses.get(i).name());
                content.addInt(INPUTS, senses.get(i).inputs());
                saveLevels(senses.get(i).levels(), content.addModelContent(LEVELS));
            }
        }
        model.addString(TUNING, tuning.name());
        labels.ifPresent(column -> saveTarget(column, model.addModelContent(LABELS)));
        target.ifPresent(column -> saveTarget(column, model.addModelContent(TARGET)));
        rowOrder.ifPresent(order -> {
            final ModelContentWO content = model.addModelContent(ROW_ORDER);
            order.order().ifPresent(name -> content.addString(ORDER_COLUMN, name));
            order.sequence().ifPresent(name -> content.addString(SEQUENCE_COLUMN, name));
        });
    }

    private static void saveLevels(final List<Level> levels, final ModelContentWO levelContent) {
        levelContent.addInt(SIZE, levels.size());
        for (int i = 0; i < levels.size(); i++) {
            final Level level = levels.get(i);
            final ModelContentWO content = levelContent.addModelContent(Integer.toString(i));
            content.addString(KIND, level.kind().id());
            content.addInt(UNITS, level.units());
            content.addString(UNIT_TYPE, level.unitType().id());
        }
    }

    private static void saveTarget(final Target column, final ModelContentWO content) {
        content.addString(NAME, column.name());
        content.addString(KIND, column.kind().name());
        content.addStringArray(VALUES, column.values().toArray(String[]::new));
    }

    @Override
    protected void load(final ModelContentRO model) throws InvalidSettingsException {
        checkReadable(model);
        final ModelContentRO inputContent = model.getModelContent(INPUTS);
        final List<Input> loadedInputs = new ArrayList<>();
        for (int i = 0; i < inputContent.getInt(SIZE); i++) {
            final ModelContentRO content = inputContent.getModelContent(Integer.toString(i));
            loadedInputs.add(new Input(text(content, NAME), constant(InputKind.class, text(content, KIND)),
                content.getInt(UNITS)));
        }
        final List<Level> loadedLevels = loadLevels(model.getModelContent(LEVELS));
        final List<SenseLevels> loadedSenses = new ArrayList<>();
        if (model.containsKey(SENSES)) {
            final ModelContentRO senseContent = model.getModelContent(SENSES);
            for (int i = 0; i < senseContent.getInt(SIZE); i++) {
                final ModelContentRO content = senseContent.getModelContent(Integer.toString(i));
                loadedSenses.add(new SenseLevels(text(content, NAME), content.getInt(INPUTS),
                    loadLevels(content.getModelContent(LEVELS))));
            }
        }
        final Tuning loadedTuning = constant(Tuning.class, text(model, TUNING));
        final Optional<Target> loadedLabels = loadTarget(model, LABELS);
        final Optional<Target> loadedTarget = loadTarget(model, TARGET);
        final Optional<RowOrder> loadedOrder = loadOrder(model);
        SpecCheck.check(loadedInputs, loadedLevels, loadedLabels, loadedTarget);
        SpecCheck.checkSenses(loadedInputs, loadedSenses);
        inputs = List.copyOf(loadedInputs);
        senses = List.copyOf(loadedSenses);
        levels = List.copyOf(loadedLevels);
        tuning = loadedTuning;
        labels = loadedLabels;
        target = loadedTarget;
        rowOrder = loadedOrder;
    }

    private static Optional<RowOrder> loadOrder(final ModelContentRO model) throws InvalidSettingsException {
        if (!model.containsKey(ROW_ORDER)) {
            return Optional.empty();
        }
        final ModelContentRO content = model.getModelContent(ROW_ORDER);
        return Optional.of(new RowOrder(
            content.containsKey(ORDER_COLUMN) ? Optional.of(text(content, ORDER_COLUMN)) : Optional.empty(),
            content.containsKey(SEQUENCE_COLUMN) ? Optional.of(text(content, SEQUENCE_COLUMN)) : Optional.empty()));
    }

    private static List<Level> loadLevels(final ModelContentRO levelContent) throws InvalidSettingsException {
        final List<Level> loaded = new ArrayList<>();
        for (int i = 0; i < levelContent.getInt(SIZE); i++) {
            final ModelContentRO content = levelContent.getModelContent(Integer.toString(i));
            loaded.add(new Level(named(text(content, KIND), LayerKind::of), content.getInt(UNITS),
                named(text(content, UNIT_TYPE), UnitType::of)));
        }
        return loaded;
    }

    private static void checkReadable(final ModelContentRO model) throws InvalidSettingsException {
        final int version = model.getInt(VERSION, 1);
        if (version != FORMAT) {
            throw new InvalidSettingsException("The description of the network has the format version " + version
                + ", but this extension reads version " + FORMAT + ". Reset and execute the node that made the"
                + " network, or read it with the version that wrote it.");
        }
        try {
            Requirements.check(texts(model, REQUIRES));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(e.getMessage(), e);
        }
    }

    private static Optional<Target> loadTarget(final ModelContentRO model, final String key)
        throws InvalidSettingsException {
        if (!model.containsKey(key)) {
            return Optional.empty();
        }
        final ModelContentRO content = model.getModelContent(key);
        return Optional.of(new Target(text(content, NAME), constant(TargetKind.class, text(content, KIND)),
            texts(content, VALUES)));
    }

    private static String text(final ModelContentRO content, final String key) throws InvalidSettingsException {
        final String text = content.getString(key);
        if (text == null) {
            throw new InvalidSettingsException("The description of the network has no text for \"" + key + "\"."
                + SpecCheck.REMEDY);
        }
        return text;
    }

    private static List<String> texts(final ModelContentRO content, final String key)
        throws InvalidSettingsException {
        // An array is made by the size that it says; its elements are its other keys.
        final ModelContentRO array = content.getModelContent(key);
        final int size = array.getInt("array-size", 0);
        final String[] texts = size < 0 || size >= array.keySet().size() ? null : content.getStringArray(key);
        if (texts == null || Arrays.asList(texts).contains(null)) {
            throw new InvalidSettingsException("The description of the network lacks a text in \"" + key + "\"."
                + SpecCheck.REMEDY);
        }
        return List.of(texts);
    }

    /** What a name stands for; the function refuses unknown ones. */
    private static <T> T named(final String name, final Function<String, T> meaning) throws InvalidSettingsException {
        try {
            return meaning.apply(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException("The description of the network was written by a newer version; update"
                + " this extension. " + e.getMessage(), e);
        }
    }

    private static <E extends Enum<E>> E constant(final Class<E> type, final String name)
        throws InvalidSettingsException {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException("The description of the network names the unknown "
                + type.getSimpleName() + " \"" + name + "\". It was written by a newer version; update this extension.",
                e);
        }
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DbnPortObjectSpec spec && inputs.equals(spec.inputs) && senses.equals(spec.senses)
            && levels.equals(spec.levels) && tuning == spec.tuning && labels.equals(spec.labels)
            && target.equals(spec.target) && rowOrder.equals(spec.rowOrder);
    }

    @Override
    public int hashCode() {
        return 31 * inputs.hashCode() + levels.hashCode();
    }

    @Override
    public String toString() {
        return "DBN " + shape() + ", " + tuning.words();
    }
}
