// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.updates.EffectPredicateProvider.PredicateInitializer;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.ValueReference;

/** Which settings a dialog shows and which can be edited, given the values of all. */
public final class DialogState {

    /**
     * The state of a setting.
     *
     * @param shown whether it is there
     * @param enabled whether it can be edited
     */
    public record State(boolean shown, boolean enabled) {

        private State after(final Effect effect, final boolean holds) {
            return switch (effect.type()) {
                case SHOW -> new State(shown && holds, enabled);
                case HIDE -> new State(shown && !holds, enabled);
                case ENABLE -> new State(shown, enabled && holds);
                case DISABLE -> new State(shown, enabled && !holds);
            };
        }
    }

    private record Conditional(Effect effect, EffectPredicate predicate) {
    }

    private final NodeParametersInput input;

    private final Map<String, List<Conditional>> conditionals = new LinkedHashMap<>();

    private DialogState(final NodeParametersInput input) {
        this.input = input;
    }

    /**
     * @param parameters the values
     * @param input the node's surroundings
     * @return the state of each setting, by path; of arrays the state of each element's settings
     * @throws IllegalArgumentException if a condition refers to a field that is not there; names it
     */
    public static Map<String, State> of(final Object parameters, final NodeParametersInput input) {
        final var state = new DialogState(input);
        state.collect(parameters, "", new Scope(null, parameters), List.of());
        final var states = new LinkedHashMap<String, State>();
        state.conditionals.forEach((path, effects) -> {
            var current = new State(true, true);
            for (final var conditional : effects) {
                current = current.after(conditional.effect, Condition.holds(conditional.predicate));
            }
            states.put(path, current);
        });
        return states;
    }

    /** Checks that all conditions can be made, without asking them. */
    static void check(final Object parameters, final NodeParametersInput input) {
        new DialogState(input).collect(parameters, "", new Scope(null, parameters), List.of());
    }

    private void collect(final Object owner, final String path, final Scope scope, final List<Conditional> outer) {
        for (final var field : ParameterField.of(owner.getClass())) {
            final var effects = new ArrayList<>(outer);
            field.annotation(Effect.class).ifPresent(effect -> effects.add(conditional(effect, scope)));
            field.annotation(Layout.class).ifPresent(layout -> addOfLayout(layout.value(), scope, effects));
            conditionals.put(path + field.key(), effects);
            final var value = field.get(owner);
            if (field.kind() == ParameterField.Kind.GROUP) {
                addOfType(value.getClass(), scope, effects);
                collect(value, path + field.key() + "/", scope, effects);
            } else if (field.kind() == ParameterField.Kind.GROUP_ARRAY && value != null) {
                final var elements = field.elements(value);
                for (var i = 0; i < elements.size(); i++) {
                    collect(elements.get(i), path + field.key() + "/" + i + "/", new Scope(scope, elements.get(i)),
                        effects);
                }
            }
        }
    }

    private void addOfLayout(final Class<?> layout, final Scope scope, final List<Conditional> effects) {
        for (Class<?> part = layout; part != null; part = part.getEnclosingClass()) {
            addOfType(part, scope, effects);
        }
    }

    private void addOfType(final Class<?> type, final Scope scope, final List<Conditional> effects) {
        if (type.isAnnotationPresent(Effect.class)) {
            effects.add(conditional(type.getAnnotation(Effect.class), scope));
        }
    }

    private Conditional conditional(final Effect effect, final Scope scope) {
        return new Conditional(effect,
            ParametersSettings.defaults(effect.predicate()).init(new Initializer(scope, input)));
    }

    /** The fields with a reference that are in reach: those of an array's element, then those around it. */
    private static final class Scope {

        private final Scope outer;

        private final Map<Class<?>, Supplier<Object>> values = new HashMap<>();

        Scope(final Scope outer, final Object owner) {
            this.outer = outer;
            add(owner);
        }

        private void add(final Object owner) {
            for (final var field : ParameterField.of(owner.getClass())) {
                field.annotation(ValueReference.class)
                    .ifPresent(reference -> values.put(reference.value(), () -> field.get(owner)));
                if (field.kind() == ParameterField.Kind.GROUP) {
                    add(field.get(owner));
                }
            }
        }

        boolean has(final Class<?> reference) {
            return values.containsKey(reference) || outer != null && outer.has(reference);
        }

        Supplier<Object> get(final Class<?> reference) {
            if (!has(reference)) {
                throw new IllegalArgumentException(
                    "No field has the reference " + reference.getName() + " that a condition asks for.");
            }
            return values.containsKey(reference) ? values.get(reference) : outer.get(reference);
        }
    }

    private record Initializer(Scope scope, NodeParametersInput input) implements PredicateInitializer {

        private Condition condition(final Class<?> reference, final Predicate<Object> test) {
            final var value = scope.get(reference);
            return new Condition(() -> test.test(value.get()));
        }

        @Override
        public StringReference getString(final Class<? extends ParameterReference<String>> reference) {
            return new StringReference() {
                @Override
                public EffectPredicate isEqualTo(final String expected) {
                    return condition(reference, expected::equals);
                }

                @Override
                public EffectPredicate matchesPattern(final String pattern) {
                    final var compiled = Pattern.compile(pattern);
                    return condition(reference,
                        value -> value != null && compiled.matcher((String)value).matches());
                }
            };
        }

        @Override
        public BooleanReference getBoolean(final Class<? extends ParameterReference<Boolean>> reference) {
            return new BooleanReference() {
                @Override
                public EffectPredicate isTrue() {
                    return condition(reference, Boolean.TRUE::equals);
                }

                @Override
                public EffectPredicate isFalse() {
                    return condition(reference, Boolean.FALSE::equals);
                }
            };
        }

        @Override
        public <E extends Enum<E>> EnumReference<E> getEnum(
            final Class<? extends ParameterReference<E>> reference) {
            return new EnumReference<>() {
                @Override
                @SafeVarargs
                public final EffectPredicate isOneOf(final E... expected) {
                    final var constants = List.of(expected);
                    return condition(reference, constants::contains);
                }
            };
        }

        @Override
        public <T> ArrayReference getArray(final Class<? extends ParameterReference<T[]>> reference) {
            return new ArrayReference() {
                @Override
                public EffectPredicate hasMultipleItems() {
                    return condition(reference, value -> value != null && ((Object[])value).length > 1);
                }

                @Override
                public EffectPredicate containsElementSatisfying(final EffectPredicateProvider element) {
                    return condition(reference, value -> value != null && Arrays.stream((Object[])value)
                        .anyMatch(item -> Condition
                            .holds(element.init(new Initializer(new Scope(scope, item), input)))));
                }
            };
        }

        @Override
        public boolean isMissing(final Class<? extends ParameterReference<?>> reference) {
            return !scope.has(reference);
        }

        @Override
        public EffectPredicate getConstant(final Predicate<NodeParametersInput> predicate) {
            return new Condition(() -> predicate.test(input));
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
}
