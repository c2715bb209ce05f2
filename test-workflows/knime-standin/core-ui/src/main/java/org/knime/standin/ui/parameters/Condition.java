// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.knime.node.parameters.updates.EffectPredicate;

/** A condition that can be asked, and written as a rule. */
public final class Condition implements EffectPredicate {

    private final BooleanSupplier test;

    private final Rule rule;

    Condition(final BooleanSupplier test, final Rule rule) {
        this.test = test;
        this.rule = rule;
    }

    /** @return true where all are true */
    public static EffectPredicate all(final EffectPredicate... predicates) {
        return new Condition(() -> Arrays.stream(predicates).allMatch(Condition::holds),
            new Rule.All(rules(predicates)));
    }

    /** @return true where at least one is true */
    public static EffectPredicate any(final EffectPredicate... predicates) {
        return new Condition(() -> Arrays.stream(predicates).anyMatch(Condition::holds),
            new Rule.Any(rules(predicates)));
    }

    /** @return true where it is false */
    public static EffectPredicate not(final EffectPredicate predicate) {
        return new Condition(() -> !holds(predicate), new Rule.Not(rule(predicate)));
    }

    static boolean holds(final EffectPredicate predicate) {
        return condition(predicate).test.getAsBoolean();
    }

    static Rule rule(final EffectPredicate predicate) {
        return condition(predicate).rule;
    }

    private static List<Rule> rules(final EffectPredicate... predicates) {
        return Arrays.stream(predicates).map(Condition::rule).toList();
    }

    private static Condition condition(final EffectPredicate predicate) {
        if (predicate instanceof Condition condition) {
            return condition;
        }
        throw new IllegalArgumentException("Only the initializer makes conditions; found " + predicate.getClass());
    }
}
