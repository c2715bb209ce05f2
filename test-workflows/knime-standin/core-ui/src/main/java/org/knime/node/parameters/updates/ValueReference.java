// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.updates;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Gives a field the reference under which others know it. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface ValueReference {

    /** @return the reference */
    @SuppressWarnings("rawtypes")
    Class<? extends ParameterReference> value();
}
