// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.EncodingFit;
import org.deepbelief.engine.data.FittingException;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.train.AutoencoderSettings;
import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.Chain;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.Noise;
import org.deepbelief.engine.train.Penalty;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.Sparsity;
import org.deepbelief.engine.train.TableKind;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.spark.command.Options.Range;
import org.deepbelief.spark.table.MissingValues;
import org.deepbelief.spark.table.TableException;

/**
 * The settings of DBN Layer-wise Pretrain, by the keys of that node, as far as they are for Spark.
 *
 * @param options give them
 * @param ofNetwork the layers of the network that goes on; empty for a new one, whose layers the options give
 */
record PretrainSettings(Options options, List<PretrainSettings.NewLayer> ofNetwork) implements Serializable {

    /** Those of the node. */
    static final Set<String> KEYS = Set.of("columns", "scaling", "visibleUnits", "missingValues", "classColumn",
        "rowsAreSequence", "orderColumn", "sequenceColumn", "rowsBefore", "imageWidth", "layers", "epochs",
        "learningRate", "batchSize", "seed",
        "learningRateDecay", "initialMomentum", "momentum", "momentumSwitchEpoch", "weightDecay", "weightSparsity",
        "sparsityTarget", "sparsityCost", "hiddenDropout", "gibbsSteps", "persistentChains", "sampledReconstructions",
        "centredGradient", "learnVariance", "maskingNoise", "gaussianNoise", "sampledZeros", "validationShare",
        "threads", "precision", "timeBudget", "memoryBudgetMiB");

    /** Those of a layer, behind {@code layers/0/} and so on. */
    static final Set<String> LAYER_KEYS = Set.of("units", "method", "hiddenUnits", "epochs", "learningRate");

    /** Why rows that are a sequence are refused: their order is that of a table, of which there are parts here. */
    private static final String NO_SEQUENCES = "Rows that are a sequence are not learned on Spark, where a table lies"
        + " in parts. Learn them in KNIME, by DBN Layer-wise Pretrain, or ";

    /** What a network that goes on has of its own. */
    private static final List<String> OF_NETWORK =
        List.of("columns", "scaling", "visibleUnits", "imageWidth", "layers");

    private enum Scaling {
        AUTOMATIC(null), MIN_MAX(NumberScaling.MIN_MAX), Z_SCORE(NumberScaling.Z_SCORE), NONE(NumberScaling.NONE);

        /** Null where the data decides. */
        private final NumberScaling scaling;

        Scaling(final NumberScaling scaling) {
            this.scaling = scaling;
        }
    }

    private enum VisibleUnits {
        BERNOULLI(UnitType.bernoulli()), GAUSSIAN(UnitType.gaussian());

        private final UnitType type;

        VisibleUnits(final UnitType type) {
            this.type = type;
        }
    }

    /** How a layer learns. */
    enum Method {
        AUTOMATIC, RESTRICTED_BOLTZMANN_MACHINE, AUTOENCODER, CONDITIONAL_BOLTZMANN_MACHINE,
        RECURRENT_TEMPORAL_BOLTZMANN_MACHINE
    }

    /** What its units are. */
    enum Hidden {
        BERNOULLI(UnitType.bernoulli()), RECTIFIED_LINEAR(UnitType.rectifiedLinear()), GAUSSIAN(UnitType.gaussian());

        private final UnitType type;

        Hidden(final UnitType type) {
            this.type = type;
        }
    }

    /**
     * A layer as it is asked for.
     *
     * @param prefix of the keys of what is its own
     */
    record NewLayer(String prefix, int units, Method method, Hidden hidden) implements Serializable {
    }

    /** Those of a new network. */
    PretrainSettings(final Options options) {
        this(options, List.of());
    }

    /**
     * Those of a network that goes on.
     *
     * @throws IllegalArgumentException if options are given that it has of its own, or it cannot go on
     */
    static PretrainSettings of(final Options options, final DeepBeliefNetwork network) {
        for (final String key : OF_NETWORK) {
            if (options.has(key) || !options.keys(key + "/").isEmpty()) {
                throw new IllegalArgumentException("The setting " + key + " is given, but the network that is to go on"
                    + " has its own. Leave it out, or leave out --network.");
            }
        }
        final List<NewLayer> layers = new ArrayList<>();
        for (final Layer layer : network.layers()) {
            final Optional<Hidden> hidden =
                Arrays.stream(Hidden.values()).filter(units -> units.type.equals(layer.hiddenType())).findFirst();
            if (layer.kind() == LayerKind.EMBEDDING || hidden.isEmpty()) {
                throw new IllegalArgumentException("Layer " + (layers.size() + 1) + " of the network is of the kind "
                    + layer.kind().words() + ", which is not pretrained. Give the network as it was pretrained.");
            }
            layers.add(new NewLayer("layers/" + layers.size() + "/", layer.hiddenUnits(),
                layer.kind() == LayerKind.AUTOENCODER ? Method.AUTOENCODER : Method.RESTRICTED_BOLTZMANN_MACHINE,
                hidden.get()));
        }
        return new PretrainSettings(options, layers);
    }

    /** @throws IllegalArgumentException if a setting is out of its range, or settings do not go together */
    void check() {
        if (options.flag("rowsAreSequence", false)) {
            throw new IllegalArgumentException(NO_SEQUENCES + "set rowsAreSequence to false.");
        }
        options.whole("rowsBefore", 1, Range.ROWS_BEFORE);
        for (final NewLayer layer : layers(TableKind.IMAGES)) {
            if (layer.method() == Method.AUTOENCODER && layer.hidden() == Hidden.GAUSSIAN) {
                throw new IllegalArgumentException("There is an autoencoder with Gaussian hidden units, which does not"
                    + " exist. Choose Bernoulli or rectified linear units, or a restricted Boltzmann machine.");
            }
        }
        final Optional<ClassColumn> classes =
            options.text("classColumn").map(name -> new ClassColumn(name, List.of("a", "b")));
        settings(TableKind.IMAGES, List.of(new UnitGroup(UnitType.bernoulli(), 1)), 1, classes);
        missing();
        isPicture();
        unitType();
    }

    MissingValues missing() {
        return options.choice("missingValues", MissingValues.MEAN);
    }

    private Scaling scaling() {
        return options.choice("scaling", Scaling.AUTOMATIC);
    }

    private boolean isPicture() {
        return options.whole("imageWidth", 0, Range.COUNT) > 0;
    }

    /** What a number becomes where not the data decides. */
    private UnitType unitType() {
        final UnitType chosen = options.choice("visibleUnits", VisibleUnits.BERNOULLI).type;
        return scaling() == Scaling.Z_SCORE ? UnitType.gaussian() : chosen;
    }

    /** The encoding that a fit gives. */
    InputEncoding encoding(final EncodingFit fit) throws TableException {
        final NumberScaling scaling = scaling().scaling;
        try {
            return scaling == null ? fit.encoding(isPicture()) : fit.encoding(scaling, unitType(), isPicture());
        } catch (FittingException e) {
            throw new TableException(e.getMessage());
        }
    }

    /**
     * The engine's settings.
     *
     * @param rows how many are given, some of which may be held out
     */
    LayerwisePretraining.Settings settings(final InputEncoding encoding, final long rows,
        final Optional<ClassColumn> classes) {
        return settings(TableKind.of(encoding), encoding.groups(), rows, classes);
    }

    private LayerwisePretraining.Settings settings(final TableKind kind, final List<UnitGroup> inputs, final long rows,
        final Optional<ClassColumn> classes) {
        final int batchSize = options.whole("batchSize", Defaults.PRETRAINING.training().batchSize(), Range.ROWS);
        final double share =
            options.number("validationShare", Defaults.PRETRAINING.training().validationShare(), Range.SHARE);
        final int epochs = options.whole("epochs",
            Defaults.pretrainingLength(kind).epochs(rows - Math.round(rows * share), batchSize), Range.COUNT);
        final List<LayerSettings> layers = new ArrayList<>();
        List<UnitGroup> visible = inputs;
        for (final NewLayer layer : layers(kind)) {
            final LayerSettings steady = layer(layer,
                learning(options.whole(layer.prefix() + "epochs", epochs, Range.COUNT)), kind, layers.isEmpty());
            layers.add(steady.withLearning(steady.learning().withRate(new Schedule(
                rate(layer, visible, layers.isEmpty(), steady), steady.learning().rate().decay()))));
            visible = List.of(new UnitGroup(layer.hidden().type, layer.units()));
        }
        return new LayerwisePretraining.Settings(layers, new TrainingSettings(batchSize,
            options.seed("seed", Defaults.PRETRAINING.training().seed()), share, 1, options.seconds("timeBudget"),
            options.choice("precision", Defaults.PRECISION)), classes);
    }

    private List<NewLayer> layers(final TableKind kind) {
        if (!ofNetwork.isEmpty()) {
            return ofNetwork;
        }
        final List<Integer> units = new ArrayList<>();
        if (options.has("layers")) {
            options.list("layers").forEach(count -> units.add(Options.whole("layers", count, Range.COUNT)));
        } else if (options.keys("layers/").isEmpty()) {
            units.addAll(Defaults.layerUnits(kind));
        }
        for (final String key : options.keys("layers/")) {
            final String[] path = key.split("/");
            if (path.length != 3 || !path[1].matches("\\d{1,4}") || !LAYER_KEYS.contains(path[2])) {
                throw new IllegalArgumentException("The option \"" + key + "\" is not known. Layers have the keys "
                    + new TreeSet<>(LAYER_KEYS) + ", such as layers/0/units.");
            }
            while (units.size() <= Integer.parseInt(path[1])) {
                units.add(Defaults.HIDDEN.count());
            }
        }
        final List<NewLayer> layers = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            final String prefix = "layers/" + i + "/";
            layers.add(new NewLayer(prefix, options.whole(prefix + "units", units.get(i), Range.COUNT),
                method(prefix + "method"),
                options.choice(prefix + "hiddenUnits", Hidden.BERNOULLI)));
        }
        return layers;
    }

    private Method method(final String key) {
        return switch (options.choice(key, Method.AUTOMATIC)) {
            case AUTOMATIC, RESTRICTED_BOLTZMANN_MACHINE -> Method.RESTRICTED_BOLTZMANN_MACHINE;
            case AUTOENCODER -> Method.AUTOENCODER;
            case CONDITIONAL_BOLTZMANN_MACHINE, RECURRENT_TEMPORAL_BOLTZMANN_MACHINE ->
                throw new IllegalArgumentException(NO_SEQUENCES + "choose another " + key + ".");
        };
    }

    private LayerSettings layer(final NewLayer layer, final Learning learning, final TableKind kind,
        final boolean first) {
        final Sparsity sparsity = new Sparsity(
            options.number("sparsityTarget", Defaults.HIDDEN.sparsity().target(), Range.INNER_SHARE),
            options.number("sparsityCost", Defaults.HIDDEN.sparsity().cost(), Range.RATE_OR_ZERO));
        final UnitType type = layer.hidden().type;
        final HiddenUnits hidden = new HiddenUnits(layer.units(), type, type.canBeSparse() ? sparsity : Sparsity.NONE,
            options.number("hiddenDropout", Defaults.HIDDEN.dropout(), Range.SHARE));
        final Noise noise = new Noise(options.number("maskingNoise", Defaults.AUTOENCODER.noise().masking(),
            Range.SHARE), options.number("gaussianNoise", Defaults.AUTOENCODER.noise().gaussian(), Range.RATE_OR_ZERO));
        final BoltzmannMachineSettings usual = Defaults.BOLTZMANN_MACHINE;
        final double allZeros = options.number("sampledZeros", usual.sampledZeros(), Range.COUNT_OR_ZERO);
        final double sampledZeros = first ? allZeros : 0;
        final boolean persistent = options.flag("persistentChains", usual.chain().persistent());
        final boolean samples = options.flag("sampledReconstructions", usual.chain().sampledReconstructions());
        final boolean plain = !persistent && allZeros == 0 && !options.has("classColumn");
        final int gibbsSteps = options.whole("gibbsSteps", Defaults.gibbsSteps(kind, plain), Range.COUNT);
        final Chain chain = new Chain(gibbsSteps, persistent, samples || persistent || sampledZeros > 0);
        return layer.method() == Method.AUTOENCODER ? new AutoencoderSettings(hidden, learning, noise)
            : new BoltzmannMachineSettings(hidden, learning, chain,
                options.flag("learnVariance", usual.learnVariance()) && first && mayBeGaussian(), sampledZeros,
                options.flag("centredGradient", usual.centred()) && sampledZeros == 0);
    }

    private boolean mayBeGaussian() {
        return !ofNetwork.isEmpty() || scaling() == Scaling.AUTOMATIC || unitType() == UnitType.gaussian();
    }

    private Learning learning(final int epochs) {
        final Learning usual = Defaults.LEARNING;
        return new Learning(epochs,
            new Schedule(options.number("learningRate", usual.rate().initial(), Range.RATE),
                options.number("learningRateDecay", usual.rate().decay(), Range.RATE_OR_ZERO)),
            new Momentum(options.number("initialMomentum", usual.momentum().initial(), Range.SHARE),
                options.number("momentum", usual.momentum().last(), Range.SHARE),
                options.whole("momentumSwitchEpoch", Defaults.momentumSwitchEpoch(epochs), Range.COUNT_OR_ZERO)),
            new Penalty(options.number("weightDecay", usual.penalty().l2(), Range.UP_TO_ONE),
                options.number("weightSparsity", usual.penalty().l1(), Range.UP_TO_ONE)));
    }

    private double rate(final NewLayer layer, final List<UnitGroup> visible, final boolean first,
        final LayerSettings settings) {
        final double usual =
            options.number("learningRate", Defaults.learningRate(visible, first, settings), Range.RATE);
        return options.number(layer.prefix() + "learningRate", usual, Range.RATE);
    }
}
