// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.predict;

import org.deepbelief.knime.settings.Limits;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.deepbelief.knime.settings.UnknownValues;
import org.deepbelief.knime.table.MissingValues;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The settings of DBN Predict. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class PredictParameters implements NodeParameters {

    /** What predicts. */
    enum Source {
        @Label(value = "Automatic", description = "The output layer if the network was fine-tuned for a target, else"
            + " its label units.")
        AUTOMATIC,

        @Label(value = "Output layer", description = "The layer that fine-tuning put on top.")
        OUTPUT_LAYER,

        @Label(value = "Label units", description = "The class units beside the top layer's input, by their free"
            + " energies.")
        LABEL_UNITS
    }

    @Layout(InputSection.class)
    @Widget(title = "Missing values", description = "What to do with a row that lacks an input value.")
    @ValueSwitchWidget
    MissingValues m_missingValues = MissingValues.MEAN;

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Unknown nominal values", description = "What to do with a nominal value that the network was not"
        + " pretrained with.")
    @ValueSwitchWidget
    UnknownValues m_unknownValues = UnknownValues.ALL_ZERO;

    @Layout(OutputSection.class)
    @Widget(title = "Append class probabilities", description = "Whether each class gets a column with its"
        + " probability.")
    boolean m_appendProbabilities = true;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Predict by", description = "What part of the network tells the class.")
    @ValueSwitchWidget
    Source m_source = Source.AUTOMATIC;

    @Layout(OutputSection.class)
    @Advanced
    @Widget(title = "Threads", description = "The number of threads that compute; 0 takes all processors.")
    @NumberInputWidget(minValidation = Limits.AtLeastZero.class, maxValidation = Limits.MostThreads.class)
    int m_threads = 0;
}
