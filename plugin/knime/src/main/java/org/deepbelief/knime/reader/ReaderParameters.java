// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.reader;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.settings.Sections.InputSection;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.text.TextInputWidget;

/** The settings of DBN Reader. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class ReaderParameters implements NodeParameters {

    /** What classes are in tables. */
    enum Classes {
        @Label(value = "Automatic", description = "Whole numbers where all classes are such, true and false where they"
            + " are, else strings.")
        AUTOMATIC,

        @Label(value = "Strings", description = "Strings, even where all of them are numbers.")
        STRINGS;

        TargetKind kind(final ClassColumn column) {
            return this == STRINGS ? TargetKind.NOMINAL : TargetKind.of(column.values());
        }
    }

    @Layout(InputSection.class)
    @Widget(title = "File", description = "The network's file: its whole path, or a URL that KNIME finds on this"
        + " machine, such as knime://knime.workflow/data/network.dbn.zip for a file in the workflow's own folder.")
    @TextInputWidget(placeholder = "knime://knime.workflow/data/network.dbn.zip")
    String m_file = "";

    @Layout(InputSection.class)
    @Advanced
    @Widget(title = "Classes", description = "What the classes of the network are in tables, which its file does not"
        + " tell: predictions and generated classes have this type.")
    @ValueSwitchWidget
    Classes m_classes = Classes.AUTOMATIC;
}
