// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

import org.knime.node.parameters.updates.EffectPredicate;

/** A condition that can be asked. */
public final class Condition implements EffectPredicate {

    private final BooleanSupplier test;

    Condition(final BooleanSupplier test) {
        this.test = test;
    }

    /** @return true where all are true */
    public static EffectPredicate all(final EffectPredicate... predicates) {
        return new Condition(() -> Arrays.stream(predicates).allMatch(Condition::holds));
    }

    /** @return true where at least one is true */
    public static EffectPredicate any(final EffectPredicate... predicates) {
        return new Condition(() -> Arrays.stream(predicates).anyMatch(Condition::holds));
    }

    /** @return true where none is true */
    public static EffectPredicate none(final EffectPredicate... predicates) {
        return new Condition(() -> Arrays.stream(predicates).noneMatch(Condition::holds));
    }

    static boolean holds(final EffectPredicate predicate) {
        if (predicate instanceof Condition condition) {
            return condition.test.getAsBoolean();
        }
        throw new IllegalArgumentException("Only the initializer makes conditions; found " + predicate.getClass());
    }
}
