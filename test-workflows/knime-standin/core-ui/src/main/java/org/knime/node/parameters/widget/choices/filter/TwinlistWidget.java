// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices.filter;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Shows a filter as two lists and names them. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface TwinlistWidget {

    /** @return the title of the list of what is taken */
    String includedLabel() default "";

    /** @return the title of the list of what is left out */
    String excludedLabel() default "";
}
