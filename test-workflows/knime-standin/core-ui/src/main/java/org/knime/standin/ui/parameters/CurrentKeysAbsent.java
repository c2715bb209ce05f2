// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.function.Predicate;

import org.knime.core.node.NodeSettingsRO;

/**
 * Recognises settings without the keys of the value that is being loaded. Only the loader knows these keys, so it
 * answers in place of this predicate.
 */
public final class CurrentKeysAbsent implements Predicate<NodeSettingsRO> {

    @Override
    public boolean test(final NodeSettingsRO settings) {
        return !settings.keySet().iterator().hasNext();
    }
}
