// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.migration;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Names how older settings of a field or a class are loaded. */
@Retention(RUNTIME)
@Target({TYPE, FIELD})
public @interface Migration {

    /** @return the migration's class; it needs a no-argument constructor */
    @SuppressWarnings("rawtypes")
    Class<? extends NodeParametersMigration> value();
}
