// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.persistence;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Changes the key under which a field is written. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface Persist {

    /** @return the key; empty to derive it from the field's name */
    String configKey() default "";

    /** @return whether the setting is hidden where flow variables are assigned */
    boolean hidden() default false;
}
