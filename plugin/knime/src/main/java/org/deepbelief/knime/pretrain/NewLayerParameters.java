// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.pretrain;

import org.deepbelief.engine.units.UnitType;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.settings.Limits;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** One layer of the network to be made. */
@LoadDefaultsForAbsentFields
final class NewLayerParameters implements NodeParameters {

    /** How a layer learns. */
    enum Method {
        @Label(value = "Restricted Boltzmann machine",
            description = "Learns the distribution of its inputs by contrastive divergence.")
        RESTRICTED_BOLTZMANN_MACHINE(LayerKind.BOLTZMANN_MACHINE),

        @Label(value = "Autoencoder",
            description = "Learns to reconstruct its inputs from a code; wake-sleep tuning needs machines instead.")
        AUTOENCODER(LayerKind.AUTOENCODER);

        final LayerKind kind;

        Method(final LayerKind kind) {
            this.kind = kind;
        }
    }

    /** The kinds of hidden units. */
    enum HiddenUnits {
        @Label(value = "Bernoulli", description = "On or off with a probability; the right choice in most cases.")
        BERNOULLI(UnitType.bernoulli()),

        @Label(value = "Rectified linear",
            description = "Zero or any positive number; learns with the learning rate for linear units.")
        RECTIFIED_LINEAR(UnitType.rectifiedLinear()),

        @Label(value = "Gaussian", description = "Any number, only in a restricted Boltzmann machine; for a narrow top"
            + " layer that reduces dimensions. Learns with the learning rate for linear units.")
        GAUSSIAN(UnitType.gaussian());

        final UnitType unitType;

        HiddenUnits(final UnitType unitType) {
            this.unitType = unitType;
        }
    }

    @Widget(title = "Hidden units", description = "The number of features that the layer learns: for a start between a"
        + " third of its inputs and three times as many.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostUnits.class)
    int m_units = Defaults.HIDDEN.count();

    @Widget(title = "Method", description = "How the layer learns.")
    @ValueSwitchWidget
    Method m_method = Method.RESTRICTED_BOLTZMANN_MACHINE;

    @Widget(title = "Kind of hidden units", description = "What a hidden unit can be: on or off, or a number.")
    HiddenUnits m_hiddenUnits = HiddenUnits.BERNOULLI;

    @Advanced
    @Widget(title = "Epochs", description = "How often this layer sees all rows; 0 takes the epochs under Training.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostSteps.class)
    int m_epochs = 0;

    @Advanced
    @Widget(title = "Learning rate", description = "How far a step of this layer goes; 0 takes the learning rate under"
        + " Training that suits its units.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostLearningRate.class)
    double m_learningRate = 0;

    NewLayerParameters() {
    }

    NewLayerParameters(final int units) {
        m_units = units;
    }

    /** The kind of the hidden units. */
    UnitType unitType() {
        return m_hiddenUnits.unitType;
    }

    /** What nodes downstream are told of the layer. */
    Level level() {
        return new Level(m_method.kind, m_units, unitType());
    }
}
