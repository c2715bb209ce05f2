// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.updates;

import org.knime.standin.ui.parameters.Condition;

/** A condition on the values of a dialog. Made by an {@link EffectPredicateProvider.PredicateInitializer} only. */
public interface EffectPredicate {

    /** @return true where this and the other are true */
    default EffectPredicate and(final EffectPredicate other) {
        return Condition.all(this, other);
    }

    /** @return true where this or the other is true */
    default EffectPredicate or(final EffectPredicate other) {
        return Condition.any(this, other);
    }

    /** @return true where this is false */
    default EffectPredicate negate() {
        return Condition.not(this);
    }
}
