// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.pretrain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.deepbelief.engine.units.UnitType;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.settings.Limits;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.EnumChoicesProvider;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** One layer of the network to be made. */
@LoadDefaultsForAbsentFields
final class NewLayerParameters implements NodeParameters {

    /** How a layer learns. */
    enum Method {
        @Label(value = "Automatic", description = "A conditional Boltzmann machine as the first layer where rows are a"
            + " sequence, and a restricted Boltzmann machine everywhere else.")
        AUTOMATIC(null),

        @Label(value = "Restricted Boltzmann machine",
            description = "Learns the distribution of its inputs by contrastive divergence.")
        RESTRICTED_BOLTZMANN_MACHINE(LayerKind.BOLTZMANN_MACHINE),

        @Label(value = "Autoencoder",
            description = "Learns features from which its inputs can be given back. Wake-sleep tuning and a class"
                + " column need a restricted Boltzmann machine as the top layer.")
        AUTOENCODER(LayerKind.AUTOENCODER),

        @Label(value = "Conditional Boltzmann machine",
            description = "A restricted Boltzmann machine that reads a number of rows before each row too, by weights"
                + " of their own. Needs rows that are a sequence.")
        CONDITIONAL_BOLTZMANN_MACHINE(LayerKind.CONDITIONAL),

        @Label(value = "Recurrent temporal Boltzmann machine",
            description = "A restricted Boltzmann machine with a state that goes on from row to row, so that what lay"
                + " far back can count: by Adam, with Bernoulli hidden units and neither sparsity nor dropout. Needs"
                + " rows that are a sequence, and takes longer to learn.")
        RECURRENT_TEMPORAL_BOLTZMANN_MACHINE(LayerKind.RECURRENT);

        /** Null where it depends on the rows. */
        private final LayerKind kind;

        Method(final LayerKind kind) {
            this.kind = kind;
        }

        /**
         * The kind of a layer that learns so.
         *
         * @param follows whether it is the first of a network for rows that are a sequence
         */
        LayerKind kind(final boolean follows) {
            return kind != null ? kind : follows ? LayerKind.CONDITIONAL : LayerKind.BOLTZMANN_MACHINE;
        }
    }

    /** The kinds of hidden units. */
    enum HiddenUnits {
        @Label(value = "Bernoulli", description = "On or off with a probability; the right choice in most cases.")
        BERNOULLI(UnitType.bernoulli()),

        @Label(value = "Rectified linear",
            description = "Zero or any positive number; wants a small learning rate.")
        RECTIFIED_LINEAR(UnitType.rectifiedLinear()),

        @Label(value = "Gaussian", description = "Any number, only in a restricted Boltzmann machine; for a narrow top"
            + " layer that reduces dimensions. Wants a small learning rate.")
        GAUSSIAN(UnitType.gaussian());

        final UnitType unitType;

        HiddenUnits(final UnitType unitType) {
            this.unitType = unitType;
        }
    }

    interface MethodReference extends ParameterReference<Method> {
    }

    /** All methods. */
    static final class Methods implements EnumChoicesProvider<Method> {
        @Override
        public List<Method> choices(final NodeParametersInput input) {
            return List.of(Method.values());
        }
    }

    /** All kinds, but no Gaussian ones for an autoencoder. */
    static final class KindsOfUnits implements EnumChoicesProvider<HiddenUnits> {

        private Supplier<Method> method;

        @Override
        public void init(final StateProviderInitializer initializer) {
            initializer.computeBeforeOpenDialog();
            method = initializer.computeFromValueSupplier(MethodReference.class);
        }

        @Override
        public List<HiddenUnits> choices(final NodeParametersInput input) {
            return method.get() == Method.RECURRENT_TEMPORAL_BOLTZMANN_MACHINE ? List.of(HiddenUnits.BERNOULLI)
                : method.get() == Method.AUTOENCODER ? List.of(HiddenUnits.BERNOULLI, HiddenUnits.RECTIFIED_LINEAR)
                : List.of(HiddenUnits.values());
        }
    }

    /** The epochs to begin with where they are to be set, of a layer or of all. */
    static final class CommonEpochs implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return Defaults.LEARNING.epochs();
        }
    }

    /** The learning rate to begin with where it is to be set, of a layer or of all. */
    static final class CommonRate implements DefaultValueProvider<Double> {
        @Override
        public Double computeState(final NodeParametersInput input) {
            return Defaults.LEARNING.rate().initial();
        }
    }

    @Widget(title = "Hidden units", description = "The number of features that the layer learns: for a start between a"
        + " third of its inputs and three times as many.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostUnits.class)
    int m_units = Defaults.HIDDEN.count();

    @Widget(title = "Method", description = "How the layer learns.")
    @ChoicesProvider(Methods.class)
    @ValueReference(MethodReference.class)
    Method m_method = Method.AUTOMATIC;

    @Widget(title = "Kind of hidden units", description = "What a hidden unit can be: on or off, or a number.")
    @ChoicesProvider(KindsOfUnits.class)
    HiddenUnits m_hiddenUnits = HiddenUnits.BERNOULLI;

    @Advanced
    @Widget(title = "Epochs", description = "If checked, how often this layer sees all rows. Otherwise as often as"
        + " Training says.")
    @OptionalWidget(defaultProvider = CommonEpochs.class)
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostSteps.class)
    Optional<Integer> m_epochs = Optional.empty();

    @Advanced
    @Widget(title = "Learning rate", description = "If checked, how far a step moves the weights of this layer."
        + " Otherwise as far as Training says.")
    @OptionalWidget(defaultProvider = CommonRate.class)
    @NumberInputWidget(minValidation = Limits.Positive.class, maxValidation = Limits.MostLearningRate.class)
    Optional<Double> m_learningRate = Optional.empty();

    NewLayerParameters() {
    }

    NewLayerParameters(final int units) {
        m_units = units;
    }

    /** The layer of a network to go on with. */
    NewLayerParameters(final Level level) {
        m_units = level.units();
        m_method = Arrays.stream(Method.values()).filter(method -> method.kind == level.kind()).findFirst()
            .orElseThrow();
        m_hiddenUnits = Arrays.stream(HiddenUnits.values()).filter(units -> units.unitType.equals(level.unitType()))
            .findFirst().orElseThrow();
    }

    /** Whether a layer of the kind can be learned. */
    static boolean isLearned(final LayerKind kind) {
        return Arrays.stream(Method.values()).anyMatch(method -> method.kind == kind);
    }

    /** The kind of the hidden units. */
    UnitType unitType() {
        return m_hiddenUnits.unitType;
    }

    /**
     * What nodes downstream are told of the layer.
     *
     * @param follows whether it is the first of a network for rows that are a sequence
     */
    Level level(final boolean follows) {
        return new Level(m_method.kind(follows), m_units, unitType());
    }
}
