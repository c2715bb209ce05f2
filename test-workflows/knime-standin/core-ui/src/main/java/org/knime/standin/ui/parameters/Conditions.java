// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.updates.EffectPredicateProvider.PredicateInitializer;
import org.knime.node.parameters.updates.ParameterReference;

/** Makes the conditions of a dialog, or of one element of an array, which as in KNIME sees its own fields only. */
final class Conditions implements PredicateInitializer {

    private final References references;

    private final NodeParametersInput input;

    Conditions(final Object owner, final NodeParametersInput input) {
        references = new References(owner);
        this.input = input;
    }

    private References.Referenced referenced(final Class<?> reference) {
        return references.get(reference).orElseThrow(() -> new IllegalArgumentException(
            "No field has the reference " + reference.getName() + " that a condition asks for."));
    }

    private EffectPredicate condition(final Class<?> reference, final Predicate<Object> test,
        final Map<String, Object> schema) {
        final var field = referenced(reference);
        return new Condition(() -> test.test(field.value().get()), new Rule.Fits(field.path(), schema));
    }

    @Override
    public StringReference getString(final Class<? extends ParameterReference<String>> reference) {
        return new StringReference() {
            @Override
            public EffectPredicate isEqualTo(final String expected) {
                return condition(reference, expected::equals, Map.of("const", expected));
            }

            @Override
            public EffectPredicate matchesPattern(final String pattern) {
                final var compiled = Pattern.compile(pattern);
                return condition(reference, value -> value != null && compiled.matcher((String)value).matches(),
                    Map.of("pattern", pattern));
            }
        };
    }

    @Override
    public BooleanReference getBoolean(final Class<? extends ParameterReference<Boolean>> reference) {
        return new BooleanReference() {
            @Override
            public EffectPredicate isTrue() {
                return condition(reference, Boolean.TRUE::equals, Map.of("const", true));
            }

            @Override
            public EffectPredicate isFalse() {
                return condition(reference, Boolean.FALSE::equals, Map.of("const", false));
            }
        };
    }

    @Override
    public <E extends Enum<E>> EnumReference<E> getEnum(final Class<? extends ParameterReference<E>> reference) {
        return new EnumReference<>() {
            @Override
            @SafeVarargs
            public final EffectPredicate isOneOf(final E... expected) {
                final var constants = List.of(expected);
                return condition(reference, constants::contains,
                    Map.of("oneOf", constants.stream().map(constant -> Map.of("const", constant.name())).toList()));
            }
        };
    }

    @Override
    public <T> ArrayReference getArray(final Class<? extends ParameterReference<T[]>> reference) {
        return new ArrayReference() {
            @Override
            public EffectPredicate hasMultipleItems() {
                return condition(reference, value -> value != null && ((Object[])value).length > 1,
                    Map.of("minItems", 2));
            }

            @Override
            public EffectPredicate containsElementSatisfying(final EffectPredicateProvider element) {
                final var any = element.init(
                    new Conditions(ParametersSettings.defaults(referenced(reference).type()), input));
                return condition(reference, value -> value != null && Arrays.stream((Object[])value)
                    .anyMatch(item -> Condition.holds(element.init(new Conditions(item, input)))),
                    Map.of("contains", Condition.rule(any).schema()));
            }
        };
    }

    @Override
    public boolean isMissing(final Class<? extends ParameterReference<?>> reference) {
        return references.get(reference).isEmpty();
    }

    @Override
    public EffectPredicate getConstant(final Predicate<NodeParametersInput> predicate) {
        return new Condition(() -> predicate.test(input), new Rule.Constant(() -> predicate.test(input)));
    }

    @Override
    public EffectPredicate getPredicate(final Class<? extends EffectPredicateProvider> providerClass) {
        return getPredicate(ParametersSettings.defaults(providerClass));
    }

    @Override
    public EffectPredicate getPredicate(final EffectPredicateProvider provider) {
        return provider.init(this);
    }
}
