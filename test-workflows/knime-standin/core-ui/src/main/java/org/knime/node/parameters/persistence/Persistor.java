// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.persistence;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Names the persistor of a field or a class. It needs a no-argument constructor. */
@Retention(RUNTIME)
@Target({TYPE, FIELD})
public @interface Persistor {

    /** @return the persistor's class */
    @SuppressWarnings("rawtypes")
    Class<? extends NodeParametersPersistor> value();
}
