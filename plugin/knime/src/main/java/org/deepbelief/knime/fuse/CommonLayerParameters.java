// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.fuse;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.settings.Limits;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** A layer above all senses. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class CommonLayerParameters implements NodeParameters {

    @Widget(title = "Hidden units", description = "The number of features that the layer learns of what the senses have"
        + " in common.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostUnits.class)
    int m_units = Defaults.HIDDEN.count();

    /** What nodes downstream are told of the layer. */
    Level level() {
        return new Level(LayerKind.BOLTZMANN_MACHINE, m_units, UnitType.bernoulli());
    }
}
