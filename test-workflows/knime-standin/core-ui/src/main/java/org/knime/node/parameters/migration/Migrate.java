// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.migration;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Lets a field that was added later be absent from settings. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface Migrate {

    /** @return whether the field keeps its default when its key is absent */
    boolean loadDefaultIfAbsent() default false;
}
