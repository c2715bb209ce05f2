// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.array;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

import org.knime.node.parameters.updates.StateProvider;

/** Shows an array of groups as a list of cards which the user adds, removes and sorts. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface ArrayWidget {

    /** @return the text on the button that adds an element */
    String addButtonText() default "";

    /** @return how one element is laid out */
    ElementLayout elementLayout() default ElementLayout.VERTICAL_CARD;

    /** @return the title of an element; its number is appended */
    String elementTitle() default "";

    /** @return whether elements can be moved up and down */
    boolean showSortButtons() default false;

    /** @return whether elements can neither be added nor removed */
    boolean hasFixedSize() default false;

    /** @return what gives a newly added element its values */
    @SuppressWarnings("rawtypes")
    Class<? extends StateProvider> elementDefaultValueProvider() default StateProvider.class;

    /** How one element of the array is laid out. */
    enum ElementLayout {
        /** A titled card, the element's fields below each other. */
        VERTICAL_CARD,
        /** All fields in one line. */
        HORIZONTAL_SINGLE_LINE
    }
}
