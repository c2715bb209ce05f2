// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.array.ArrayWidget;
import org.knime.node.parameters.layout.After;
import org.knime.node.parameters.layout.Before;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.layout.Section;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.StateProvider;
import org.knime.node.parameters.validation.BuiltinValidation;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.RadioButtonsWidget;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;
import org.knime.node.parameters.widget.choices.filter.TwinlistWidget;
import org.knime.node.parameters.widget.message.TextMessage;
import org.knime.node.parameters.widget.number.NumberInputWidget;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MaxValidation;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MinValidation;
import org.knime.node.parameters.widget.text.TextInputWidget;
import org.knime.node.parameters.widget.text.TextInputWidgetValidation.MaxLengthValidation;
import org.knime.node.parameters.widget.text.TextInputWidgetValidation.MinLengthValidation;
import org.knime.node.parameters.widget.text.TextInputWidgetValidation.PatternValidation;

/** The sections and fields of a dialog in their order, or of one element of an array. */
final class DialogElements {

    /** The largest whole number of which JavaScript knows the next. */
    private static final double MOST_SAFE = 9007199254740991.0;

    private final NodeParametersInput input;

    DialogElements(final NodeParametersInput input) {
        this.input = input;
    }

    /**
     * @param owner a parameters class's values
     * @param root its scope
     */
    List<Map<String, Object>> of(final Object owner, final String root) {
        final var conditions = new Conditions(owner, input);
        final var elements = new ArrayList<Map<String, Object>>();
        final var bySection = new LinkedHashMap<Class<?>, List<Map<String, Object>>>();
        for (final var field : ParameterField.of(owner.getClass())) {
            if (field.kind() == ParameterField.Kind.GROUP && field.type() != ColumnFilter.class) {
                throw ParameterField.rejected(field.field(), "no dialog is made of a group that is no array");
            }
            if (field.annotation(Widget.class).isEmpty() && field.annotation(TextMessage.class).isEmpty()) {
                continue;
            }
            final var control = control(field, root);
            field.annotation(Effect.class).ifPresent(effect -> control.put("rule", rule(effect, conditions, root)));
            field.annotation(Layout.class).map(Layout::value).ifPresentOrElse(
                section -> bySection.computeIfAbsent(section, none -> new ArrayList<>()).add(control),
                () -> elements.add(control));
        }
        for (final var section : inOrder(bySection.keySet())) {
            elements.add(section(section, bySection.get(section), conditions, root));
        }
        return elements;
    }

    private static Map<String, Object> rule(final Effect effect, final Conditions conditions, final String root) {
        return Map.of("effect", effect.type().name(), "condition",
            Condition.rule(conditions.getPredicate(effect.predicate())).condition(root));
    }

    private static Map<String, Object> section(final Class<?> type, final List<Map<String, Object>> elements,
        final Conditions conditions, final String root) {
        final var section = new LinkedHashMap<String, Object>();
        section.put("type", "Section");
        section.put("label", type.getAnnotation(Section.class).title());
        if (!type.getAnnotation(Section.class).description().isEmpty()) {
            section.put("description", type.getAnnotation(Section.class).description());
        }
        if (type.isAnnotationPresent(Advanced.class)) {
            section.put("options", Map.of("isAdvanced", true));
        }
        if (type.isAnnotationPresent(Effect.class)) {
            section.put("rule", rule(type.getAnnotation(Effect.class), conditions, root));
        }
        section.put("elements", elements);
        return section;
    }

    /** As KNIME: of those that nothing must precede, the one whose simple name comes first. */
    private static List<Class<?>> inOrder(final Iterable<Class<?>> used) {
        final var before = new TreeMap<Class<?>, TreeSet<String>>((a, b) -> a.getName().compareTo(b.getName()));
        used.forEach(section -> addWithNeighbours(section, before));
        if (before.keySet().stream().map(Class::getNestHost).distinct().count() > 1) {
            throw new IllegalArgumentException("KNIME finds no order in sections of several classes: "
                + before.keySet());
        }
        final var order = new ArrayList<Class<?>>();
        while (!before.isEmpty()) {
            final var next = before.keySet().stream().filter(section -> before.get(section).isEmpty())
                .min((a, b) -> a.getSimpleName().compareTo(b.getSimpleName())).orElseThrow(
                    () -> new IllegalArgumentException("Sections that wait for each other: " + before.keySet()));
            before.remove(next);
            before.values().forEach(names -> names.remove(next.getName()));
            order.add(next);
        }
        final var content = new ArrayList<Class<?>>();
        used.forEach(content::add);
        order.retainAll(content);
        return order;
    }

    private static void addWithNeighbours(final Class<?> section, final Map<Class<?>, TreeSet<String>> before) {
        if (before.containsKey(section)) {
            return;
        }
        if (!section.isAnnotationPresent(Section.class)) {
            throw new IllegalArgumentException(section.getName() + " is no section; no other layout is known.");
        }
        before.put(section, new TreeSet<>());
        Optional.ofNullable(section.getAnnotation(After.class)).map(After::value).ifPresent(first -> {
            addWithNeighbours(first, before);
            before.get(section).add(first.getName());
        });
        Optional.ofNullable(section.getAnnotation(Before.class)).map(Before::value).ifPresent(last -> {
            addWithNeighbours(last, before);
            before.get(last).add(section.getName());
        });
    }

    private Map<String, Object> control(final ParameterField field, final String root) {
        final var control = new LinkedHashMap<String, Object>();
        control.put("type", "Control");
        control.put(field.type() == Void.class ? "id" : "scope", Rule.scope(root, field.key()));
        final var provided = new ArrayList<String>();
        final var options = options(field, provided);
        if (!options.isEmpty()) {
            control.put("options", options);
        }
        if (!provided.isEmpty()) {
            control.put("providedOptions", provided);
        }
        return control;
    }

    private Map<String, Object> options(final ParameterField field, final List<String> provided) {
        final var options = new LinkedHashMap<String, Object>();
        final var type = field.type();
        if (type == boolean.class) {
            options.put("format", "checkbox");
        } else if (type == String.class) {
            field.annotation(TextInputWidget.class).ifPresent(widget -> addText(widget, options));
        } else if (type == ColumnFilter.class) {
            options.put("format", "typedStringFilter");
            options.put("unknownValuesText", "Any unknown column");
            options.put("emptyStateLabel", "No columns in this list.");
            provided.add("possibleValues");
        } else if (type != String[].class && !type.isEnum() && type != Void.class
            && field.kind() != ParameterField.Kind.GROUP_ARRAY) {
            options.put("validation", bounds(field));
        }
        if (field.annotation(Widget.class).filter(Widget::advanced).isPresent()
            || field.annotation(Advanced.class).isPresent()) {
            options.put("isAdvanced", true);
        }
        field.annotation(TextMessage.class).ifPresent(message -> {
            options.put("format", "textMessage");
            provided.add("message");
        });
        field.annotation(ValueSwitchWidget.class).ifPresent(widget -> options.put("format", "valueSwitch"));
        field.annotation(RadioButtonsWidget.class).ifPresent(widget -> {
            options.put("format", "radio");
            options.put("radioLayout", widget.horizontal() ? "horizontal" : "vertical");
        });
        field.annotation(ChoicesProvider.class).ifPresent(provider -> {
            options.put("format", type == String[].class ? "comboBox" : "dropDown");
            provided.add("possibleValues");
        });
        field.annotation(TwinlistWidget.class).ifPresent(widget -> {
            if (type == String[].class) {
                options.put("format", "twinList");
            }
            options.put("includedLabel", widget.includedLabel());
            options.put("excludedLabel", widget.excludedLabel());
            options.values().removeIf(""::equals);
        });
        if (field.kind() == ParameterField.Kind.OPTIONAL) {
            options.put("hideOnNull", true);
            field.annotation(OptionalWidget.class).ifPresentOrElse(widget -> provided.add("default"),
                () -> options.put("default", type == String.class ? "" : (Object)0));
        }
        if (field.kind() == ParameterField.Kind.GROUP_ARRAY) {
            addArray(field, options);
        }
        return options;
    }

    private void addArray(final ParameterField field, final Map<String, Object> options) {
        options.put("detail", of(ParametersSettings.defaults(field.type()), "#"));
        final var widget = field.annotation(ArrayWidget.class)
            .filter(array -> array.elementLayout() == ArrayWidget.ElementLayout.VERTICAL_CARD
                && array.elementDefaultValueProvider() == StateProvider.class
                && !array.elementTitle().isEmpty())
            .orElseThrow(() -> ParameterField.rejected(field.field(),
                "of arrays only titled cards are known, with the values of a new element"));
        options.put("arrayElementTitle", widget.elementTitle());
        options.put("addButtonText", widget.addButtonText());
        options.put("showSortButtons", widget.showSortButtons());
        options.put("hasFixedSize", widget.hasFixedSize());
    }

    private static void addText(final TextInputWidget widget, final Map<String, Object> options) {
        final var validation = new LinkedHashMap<String, Object>();
        add(widget.patternValidation(), PatternValidation.class, "pattern", validation);
        add(widget.minLengthValidation(), MinLengthValidation.class, "minLength", validation);
        add(widget.maxLengthValidation(), MaxLengthValidation.class, "maxLength", validation);
        if (!validation.isEmpty()) {
            options.put("validation", validation);
        }
        if (!widget.placeholder().isEmpty()) {
            options.put("placeholder", widget.placeholder());
        }
    }

    /** Where a bound is not given, that of the type. */
    private static Map<String, Object> bounds(final ParameterField field) {
        final var validation = new LinkedHashMap<String, Object>();
        final var whole = field.type() == int.class || field.type() == Integer.class;
        if (whole || field.type() == long.class || field.type() == Long.class) {
            validation.put("min", bound("min", whole ? Integer.MIN_VALUE : -MOST_SAFE, "The value is too small."));
            validation.put("max", bound("max", whole ? Integer.MAX_VALUE : MOST_SAFE, "The value is too large."));
        }
        field.annotation(NumberInputWidget.class).ifPresent(widget -> {
            add(widget.minValidation(), MinValidation.class, "min", validation);
            add(widget.maxValidation(), MaxValidation.class, "max", validation);
        });
        return validation;
    }

    private static Map<String, Object> bound(final String name, final double value, final String message) {
        return Map.of("parameters", Map.of(name, value, "isExclusive", false), "errorMessage", message);
    }

    private static <V extends BuiltinValidation> void add(final Class<? extends V> type, final Class<V> none,
        final String name, final Map<String, Object> validation) {
        if (type != none) {
            final var check = ParametersSettings.defaults(type);
            validation.put(name,
                Map.of("parameters", check.getParameters(), "errorMessage", check.getErrorMessage()));
        }
    }
}
