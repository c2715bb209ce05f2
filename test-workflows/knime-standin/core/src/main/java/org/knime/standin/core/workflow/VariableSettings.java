// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import java.util.Map;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.config.base.AbstractConfigEntry;
import org.knime.core.node.config.base.ConfigBase;
import org.knime.core.node.workflow.FlowVariable;

/** Settings that are controlled by flow variables: a tree like the settings, with the variable's name at a leaf. */
final class VariableSettings {

    private static final String USED = "used_variable";

    private VariableSettings() {
    }

    static void overwrite(final ConfigBase settings, final NodeSettingsRO tree,
        final Map<String, FlowVariable> variables) throws InvalidSettingsException {
        for (String key : tree) {
            final NodeSettings branch = (NodeSettings)tree.getNodeSettings(key);
            final AbstractConfigEntry entry = settings.getEntry(key);
            final String name = branch.getString(USED, null);
            if (entry instanceof ConfigBase nested && !branch.containsKey(USED)) {
                overwrite(nested, branch, variables);
            } else if (name != null) {
                if (entry == null || entry instanceof ConfigBase) {
                    throw new InvalidSettingsException(
                        "The flow variable \"" + name + "\" controls the setting \"" + key + "\", which is absent.");
                }
                settings.addEntry(replaced(entry, name, variables.get(name)));
            }
        }
    }

    private static AbstractConfigEntry replaced(final AbstractConfigEntry entry, final String name,
        final FlowVariable variable) throws InvalidSettingsException {
        if (variable == null) {
            throw new InvalidSettingsException("The flow variable \"" + name + "\", which controls the setting \""
                + entry.getKey() + "\", does not exist here.");
        }
        try {
            return entry.getType().createEntry(entry.getKey(), variable.getValueAsString());
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException("The value \"" + variable.getValueAsString()
                + "\" of the flow variable \"" + name + "\" is no " + entry.getType() + " for the setting \""
                + entry.getKey() + "\".", e);
        }
    }
}
