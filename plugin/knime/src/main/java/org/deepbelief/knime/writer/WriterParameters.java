// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.writer;

import org.deepbelief.knime.settings.Sections.OutputSection;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.text.TextInputWidget;

/** The settings of DBN Writer. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class WriterParameters implements NodeParameters {

    /** What to do with a file that is there. */
    enum IfExists {
        @Label(value = "Fail", description = "The node fails, and the file stays as it is.")
        FAIL,

        @Label(value = "Overwrite", description = "The new file takes its place, once it is whole.")
        OVERWRITE
    }

    @Layout(OutputSection.class)
    @Widget(title = "File", description = "Where to write the network: a whole path, or a URL that KNIME finds on this"
        + " machine, such as knime://knime.workflow/data/network.dbn.zip for a file in the workflow's own folder.")
    @TextInputWidget(placeholder = "knime://knime.workflow/data/network.dbn.zip")
    String m_file = "";

    @Layout(OutputSection.class)
    @Widget(title = "Create missing folders", description = "If checked, folders of the path that are missing are made."
        + " Otherwise the node fails where one is.")
    boolean m_createMissingFolders;

    @Layout(OutputSection.class)
    @Widget(title = "If the file exists", description = "What to do if there is such a file already.")
    @ValueSwitchWidget
    IfExists m_ifExists = IfExists.FAIL;
}
