// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.inspect;

import org.deepbelief.knime.settings.Ranges;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Inspect. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class InspectParameters implements NodeParameters {

    @Layout(OutputSection.class)
    @Widget(title = "Image width", description = "Where the input is a picture: its width in pixels, for the receptive"
        + " fields. 0 guesses a square; where there is none, no pictures are drawn.")
    @NumberInputWidget(minValidation = Ranges.AtLeastZero.class, maxValidation = Ranges.MostUnits.class)
    int m_imageWidth = 0;
}
