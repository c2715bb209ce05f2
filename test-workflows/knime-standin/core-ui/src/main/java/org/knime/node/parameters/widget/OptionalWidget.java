// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

import org.knime.node.parameters.updates.StateProvider;

/** Says which value an {@link java.util.Optional} field takes when the user switches it on. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface OptionalWidget {

    /** @return what gives the value */
    Class<? extends DefaultValueProvider<?>> defaultProvider();

    /**
     * Gives the value of an Optional that is switched on.
     *
     * @param <T> the type of the value
     */
    interface DefaultValueProvider<T> extends StateProvider<T> {

        @Override
        default void init(final StateProviderInitializer initializer) {
            initializer.computeBeforeOpenDialog();
        }
    }
}
