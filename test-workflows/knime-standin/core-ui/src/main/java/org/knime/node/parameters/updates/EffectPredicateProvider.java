// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.updates;

import java.util.function.Predicate;

import org.knime.node.parameters.NodeParametersInput;
import org.knime.standin.ui.parameters.Condition;

/** Makes the condition of an {@link Effect}. */
@FunctionalInterface
public interface EffectPredicateProvider {

    /**
     * @param i gives conditions on single fields
     * @return the condition
     */
    EffectPredicate init(PredicateInitializer i);

    /** @return true where all are true */
    default EffectPredicate and(final EffectPredicate... predicates) {
        return Condition.all(predicates);
    }

    /** @return true where at least one is true */
    default EffectPredicate or(final EffectPredicate... predicates) {
        return Condition.any(predicates);
    }

    /** @return true where the given one is false */
    default EffectPredicate not(final EffectPredicate predicate) {
        return Condition.not(predicate);
    }

    /** Gives conditions on single fields. */
    interface PredicateInitializer {

        /** @return conditions on a string */
        StringReference getString(Class<? extends ParameterReference<String>> reference);

        /** @return conditions on a boolean */
        BooleanReference getBoolean(Class<? extends ParameterReference<Boolean>> reference);

        /** @return conditions on an array of groups */
        <T> ArrayReference getArray(Class<? extends ParameterReference<T[]>> reference);

        /** @return conditions on an enum */
        <E extends Enum<E>> EnumReference<E> getEnum(Class<? extends ParameterReference<E>> reference);

        /** @return whether no field in reach has the reference */
        boolean isMissing(Class<? extends ParameterReference<?>> reference);

        /** @return a condition on the node's surroundings, fixed while the dialog is open */
        EffectPredicate getConstant(Predicate<NodeParametersInput> predicate);

        /** @return the condition that is never true */
        default EffectPredicate never() {
            return getConstant(input -> false);
        }

        /** @return the condition that is always true */
        default EffectPredicate always() {
            return getConstant(input -> true);
        }

        /** @return the condition which an instance of the given class makes */
        EffectPredicate getPredicate(Class<? extends EffectPredicateProvider> predicateProviderClass);

        /** @return the condition which the given provider makes */
        EffectPredicate getPredicate(EffectPredicateProvider predicateProvider);

        /** Conditions on a string. */
        interface StringReference {

            /** @return true where the string equals the value */
            EffectPredicate isEqualTo(String value);

            /** @return true where the whole string matches the regular expression */
            EffectPredicate matchesPattern(String pattern);
        }

        /** Conditions on a boolean. */
        interface BooleanReference {

            /** @return true where the boolean is */
            EffectPredicate isTrue();

            /** @return true where the boolean is not */
            EffectPredicate isFalse();
        }

        /**
         * Conditions on an enum.
         *
         * @param <E> the enum
         */
        interface EnumReference<E extends Enum<E>> {

            /** @return true where the value is one of the given ones */
            @SuppressWarnings("unchecked")
            EffectPredicate isOneOf(E... values);
        }

        /** Conditions on an array of groups. */
        interface ArrayReference {

            /** @return true where the array has at least two elements */
            EffectPredicate hasMultipleItems();

            /** @return true where at least one element satisfies the condition */
            EffectPredicate containsElementSatisfying(EffectPredicateProvider elementPredicate);
        }
    }
}
