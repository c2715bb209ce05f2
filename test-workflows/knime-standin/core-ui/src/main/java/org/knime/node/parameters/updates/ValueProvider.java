// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.updates;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Lets the dialog compute a field's value from others. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface ValueProvider {

    /** @return what computes the value */
    @SuppressWarnings("rawtypes")
    Class<? extends StateProvider> value();
}
