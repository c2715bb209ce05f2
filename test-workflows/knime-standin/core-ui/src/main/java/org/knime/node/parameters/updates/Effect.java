// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.updates;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Shows, hides, enables or disables a field, or a layout element, depending on other fields. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Effect {

    /** @return when */
    Class<? extends EffectPredicateProvider> predicate();

    /** @return what happens then; the opposite happens otherwise */
    EffectType type();

    /** What an effect does. */
    enum EffectType {
        /** The field can be edited. */
        ENABLE,
        /** The field cannot be edited. */
        DISABLE,
        /** The field is there. */
        SHOW,
        /** The field is not there. */
        HIDE
    }
}
