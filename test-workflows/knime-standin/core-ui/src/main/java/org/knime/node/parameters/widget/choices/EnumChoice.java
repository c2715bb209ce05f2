// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices;

import org.knime.standin.ui.parameters.Labels;

/**
 * An enum constant to choose.
 *
 * @param id the constant
 * @param text the text that is shown
 * @param <E> the enum
 */
public record EnumChoice<E extends Enum<E>>(E id, String text) {

    /**
     * @param enumConst a constant
     * @return the choice that shows the constant's label, or its name in words
     */
    public static <E extends Enum<E>> EnumChoice<E> fromEnumConst(final E enumConst) {
        return new EnumChoice<>(enumConst, Labels.of(enumConst));
    }
}
