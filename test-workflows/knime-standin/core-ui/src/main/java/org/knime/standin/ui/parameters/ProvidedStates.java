// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.updates.ButtonReference;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.StateProvider;
import org.knime.node.parameters.updates.StateProvider.StateProviderInitializer;
import org.knime.node.parameters.updates.ValueProvider;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.EnumChoice;
import org.knime.node.parameters.widget.choices.filter.ColumnFilterWidget;
import org.knime.node.parameters.widget.message.TextMessage;

/** What the providers of a dialog give before it opens, one update for each option of each field. */
final class ProvidedStates {

    private final NodeParametersInput input;

    private final Map<List<String>, List<Map<String, Object>>> values = new LinkedHashMap<>();

    ProvidedStates(final NodeParametersInput input) {
        this.input = input;
    }

    List<Map<String, Object>> of(final Object parameters) {
        collect(parameters, DialogJson.ROOT, List.of(), List.of(new References(parameters)));
        return values.entrySet().stream().map(entry -> {
            final var update = new LinkedHashMap<String, Object>();
            update.put("scope", entry.getKey().get(0));
            if (!entry.getKey().get(1).isEmpty()) {
                update.put("providedOptionName", entry.getKey().get(1));
            }
            update.put("values", entry.getValue());
            return (Map<String, Object>)update;
        }).toList();
    }

    private void collect(final Object owner, final String root, final List<Integer> indices,
        final List<References> reach) {
        for (final var field : ParameterField.of(owner.getClass())) {
            final var scope = Rule.scope(root, field.key());
            field.annotation(ValueProvider.class)
                .ifPresent(provider -> addValue(field, scope, indices, provider.value(), reach));
            field.annotation(ChoicesProvider.class)
                .ifPresent(provider -> add(scope, "possibleValues", indices, provider.value(), reach));
            field.annotation(ColumnFilterWidget.class)
                .ifPresent(widget -> add(scope, "possibleValues", indices, widget.choicesProvider(), reach));
            field.annotation(OptionalWidget.class)
                .ifPresent(widget -> add(scope, "default", indices, widget.defaultProvider(), reach));
            field.annotation(TextMessage.class)
                .ifPresent(message -> add(scope, "message", indices, message.value(), reach));
            if (field.kind() == ParameterField.Kind.GROUP_ARRAY) {
                final var elements = field.elements(field.get(owner));
                for (var i = 0; i < elements.size(); i++) {
                    final var inner = new ArrayList<>(indices);
                    inner.add(i);
                    final var nearer = new ArrayList<>(List.of(new References(elements.get(i))));
                    nearer.addAll(reach);
                    collect(elements.get(i), scope + "/items", inner, nearer);
                }
            }
        }
    }

    @SuppressWarnings("rawtypes")
    private void add(final String scope, final String option, final List<Integer> indices,
        final Class<? extends StateProvider> type, final List<References> reach) {
        final var value = new LinkedHashMap<String, Object>();
        value.put("indices", indices);
        value.put("value", json(computed(type, reach)));
        values.computeIfAbsent(List.of(scope, option), none -> new ArrayList<>()).add(value);
    }

    /** As KNIME, a value is provided without the name of an option. */
    @SuppressWarnings("rawtypes")
    private void addValue(final ParameterField field, final String scope, final List<Integer> indices,
        final Class<? extends StateProvider> type, final List<References> reach) {
        if (!indices.isEmpty() || field.annotation(Widget.class).isPresent()) {
            throw ParameterField.rejected(field.field(),
                "in dialogs of ours only fields without a widget have provided values");
        }
        add(scope, "", indices, type, reach);
    }

    /** Gives the fields whose values are provided those of an open dialog. */
    static void setValues(final Object parameters, final NodeParametersInput input) {
        final var states = new ProvidedStates(input);
        final var reach = List.of(new References(parameters));
        for (final var field : ParameterField.of(parameters.getClass())) {
            field.annotation(ValueProvider.class)
                .ifPresent(provider -> field.set(parameters, states.computed(provider.value(), reach)));
        }
    }

    private Object computed(final Class<?> type, final List<References> reach) {
        final var provider = (StateProvider<?>)ParametersSettings.defaults(type);
        provider.init(new Initializer(reach));
        return provider.computeState(input);
    }

    /** Records are written by the names of their parts; a constant by its own name, not by what it says of itself. */
    private static Object json(final Object state) {
        if (state instanceof List<?> choices) {
            return choices.stream().map(choice -> choice instanceof EnumChoice<?> one
                ? Map.of("id", one.id().name(), "text", one.text()) : choice).toList();
        }
        return state;
    }

    private final class Initializer implements StateProviderInitializer {

        private final List<References> reach;

        Initializer(final List<References> reach) {
            this.reach = reach;
        }

        @Override
        public NodeParametersInput getNodeParametersInput() {
            return input;
        }

        @Override
        public <T> Supplier<T> computeFromValueSupplier(final Class<? extends ParameterReference<T>> ref) {
            return getValueSupplier(ref);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Supplier<T> getValueSupplier(final Class<? extends ParameterReference<T>> ref) {
            return (Supplier<T>)reach.stream().map(references -> references.get(ref)).flatMap(Optional::stream)
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                    "No field has the reference " + ref.getName() + " that a provider asks for."))
                .value();
        }

        @Override
        public <T> void computeOnValueChange(final Class<? extends ParameterReference<T>> id) {
            getValueSupplier(id);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Supplier<T> computeFromProvidedState(final Class<? extends StateProvider<T>> stateProvider) {
            return () -> (T)computed(stateProvider, reach);
        }

        @Override
        public void computeOnButtonClick(final Class<? extends ButtonReference> ref) {
            throw new IllegalArgumentException("No dialog of ours has a button.");
        }

        @Override
        public void computeBeforeOpenDialog() {
            // all is computed then
        }

        @Override
        public void computeAfterOpenDialog() {
            throw new IllegalArgumentException("No dialog of ours computes after it is open.");
        }
    }
}
