// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.knime.node.parameters.widget.choices.Label;

/** What to do with a nominal value that the network has not learned. */
public enum UnknownValues {

    /** Stop with a message that names the row. */
    @Label(value = "Fail", description = "Stops and names the first row and value.")
    FAIL(UnknownValue.FAIL),

    /** Leave the units of the column at zero. */
    @Label(value = "All zero", description = "Sets all units of the column to zero, as if it had no value, and warns.")
    ALL_ZERO(UnknownValue.ALL_ZERO);

    private final UnknownValue unknownValue;

    UnknownValues(final UnknownValue unknownValue) {
        this.unknownValue = unknownValue;
    }

    /** The engine's name of it. */
    public UnknownValue unknownValue() {
        return unknownValue;
    }
}
