// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Names what fills the list of choices of a field. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface ChoicesProvider {

    /** @return the provider's class */
    @SuppressWarnings("rawtypes")
    Class<? extends ChoicesStateProvider> value();
}
