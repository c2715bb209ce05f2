// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.pmml;

import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN to PMML. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class ToPmmlParameters implements NodeParameters {

    @Layout(OutputSection.class)
    @Widget(title = "Largest document (MB)", description = "The node fails where the document would be larger. KNIME"
        + " keeps a PMML document in Java's heap, where it takes several times its size.")
    @NumberInputWidget(minValidation = Limits.AtLeastOne.class, maxValidation = Limits.MostDocumentMegabytes.class)
    int m_largestDocument = 50;

    @Layout(OutputSection.class)
    @Widget(title = "Warn of KNIME's own reader", description = "If checked, a warning says what KNIME's"
        + " MultiLayerPerceptron Predictor makes of the document, which is not what the network says. Uncheck it where"
        + " other programs alone read the document.")
    boolean m_warnOfOwnReader = true;
}
