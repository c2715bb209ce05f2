// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** The text that the dialog shows for an enum constant. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface Label {

    /** @return the text */
    String value();

    /** @return what the choice means, empty for nothing to add */
    String description() default "";

    /** @return whether the choice cannot be taken */
    boolean disabled() default false;
}
