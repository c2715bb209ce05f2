// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.node.parameters.persistence.NodeParametersPersistor;

/**
 * Of a field that is no setting but what the dialog computes from settings, for conditions that KNIME has no words for:
 * it has no key, and is computed anew when the dialog opens. Until then it is true, so that what depends on it is
 * shown.
 */
public final class NotStored implements NodeParametersPersistor<Boolean> {

    @Override
    public Boolean load(final NodeSettingsRO settings) {
        return true;
    }

    @Override
    public void save(final Boolean computed, final NodeSettingsWO settings) {
        // it has no key
    }

    @Override
    public String[][] getConfigPaths() {
        return new String[0][];
    }
}
