// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.EffectPredicate;

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
     * @param parameters the values; fields whose values are provided get those
     * @param input the node's surroundings
     * @return the state of each setting, by path; of arrays the state of each element's settings
     * @throws IllegalArgumentException if a condition refers to a field that is not there; names it
     */
    public static Map<String, State> of(final Object parameters, final NodeParametersInput input) {
        ProvidedStates.setValues(parameters, input);
        final var state = new DialogState(input);
        state.collect(parameters, "", new Conditions(parameters, input), List.of());
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
        new DialogState(input).collect(parameters, "", new Conditions(parameters, input), List.of());
    }

    private void collect(final Object owner, final String path, final Conditions conditions,
        final List<Conditional> outer) {
        for (final var field : ParameterField.of(owner.getClass())) {
            final var effects = new ArrayList<>(outer);
            field.annotation(Effect.class).ifPresent(effect -> effects.add(conditional(effect, conditions)));
            field.annotation(Layout.class).ifPresent(layout -> addOfLayout(layout.value(), conditions, effects));
            conditionals.put(path + field.key(), effects);
            final var value = field.get(owner);
            if (field.kind() == ParameterField.Kind.GROUP) {
                addOfType(value.getClass(), conditions, effects);
                collect(value, path + field.key() + "/", conditions, effects);
            } else if (field.kind() == ParameterField.Kind.GROUP_ARRAY && value != null) {
                final var elements = field.elements(value);
                for (var i = 0; i < elements.size(); i++) {
                    collect(elements.get(i), path + field.key() + "/" + i + "/",
                        new Conditions(elements.get(i), input), effects);
                }
            }
        }
    }

    private void addOfLayout(final Class<?> layout, final Conditions conditions, final List<Conditional> effects) {
        for (Class<?> part = layout; part != null; part = part.getEnclosingClass()) {
            addOfType(part, conditions, effects);
        }
    }

    private void addOfType(final Class<?> type, final Conditions conditions, final List<Conditional> effects) {
        if (type.isAnnotationPresent(Effect.class)) {
            effects.add(conditional(type.getAnnotation(Effect.class), conditions));
        }
    }

    private static Conditional conditional(final Effect effect, final Conditions conditions) {
        return new Conditional(effect, conditions.getPredicate(effect.predicate()));
    }
}
