// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.layout;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Puts the annotated layout element below another one. */
@Retention(RUNTIME)
@Target(TYPE)
public @interface After {

    /** @return the element above */
    Class<?> value();
}
