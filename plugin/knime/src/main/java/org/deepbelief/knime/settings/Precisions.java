// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import org.deepbelief.engine.math.Precision;
import org.knime.node.parameters.widget.choices.Label;

/** How exact the numbers are that a network multiplies. */
public enum Precisions {

    /** As all else is computed. */
    @Label(value = "Float32", description = "Multiplies numbers of 32 bits, about seven digits, on any processor.")
    FLOAT32(Precision.FLOAT32),

    /** Wherever the processor can. */
    @Label(value = "Mixed", description = "Rounds what is multiplied to 16 bits (bfloat16, two to three digits) and"
        + " keeps sums and weights at 32: large layers take about two thirds of the time. Needs a processor that"
        + " multiplies such numbers, as servers and some desktops since 2020 do; on another one it is Float32.")
    MIXED(Precision.MIXED),

    /** Where it gains time. */
    @Label(value = "Automatic", description = "Mixed for layers that are large enough to take less time by it, on a"
        + " processor that multiplies such numbers; else Float32.")
    AUTOMATIC(Precision.AUTOMATIC);

    private final Precision precision;

    Precisions(final Precision precision) {
        this.precision = precision;
    }

    /** The one with the engine's name. */
    public static Precisions of(final Precision precision) {
        return valueOf(precision.name());
    }

    /** The engine's name of it. */
    public Precision precision() {
        return precision;
    }
}
