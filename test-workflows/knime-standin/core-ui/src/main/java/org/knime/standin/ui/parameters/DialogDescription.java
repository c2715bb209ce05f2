// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.layout.Section;
import org.knime.node.parameters.updates.StateProvider;
import org.knime.node.parameters.updates.ValueProvider;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;
import org.knime.node.parameters.widget.choices.filter.ColumnFilterWidget;
import org.knime.node.parameters.widget.message.TextMessage;
import org.knime.node.parameters.widget.number.NumberInputWidget;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MaxValidation;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MinValidation;
import org.knime.node.parameters.widget.text.TextInputWidget;

/** The dialog of a parameters class as data: what the user sees of each setting. */
public final class DialogDescription {

    private DialogDescription() {
    }

    /**
     * A setting in the dialog.
     *
     * @param path its key, with those of the groups around it; the number 0 stands for any element of an array
     * @param title its title
     * @param description its description
     * @param section the title of its section, empty outside of any
     * @param advanced whether it is shown only among the advanced settings
     * @param type its type as in settings: int, long, double, boolean, String, String[], ColumnFilter and so on
     * @param optional whether it can be switched off
     * @param defaultValue its default, empty if it has none
     * @param minimum its lower bound, empty if it has none; an exclusive bound starts with ">"
     * @param maximum its upper bound, empty if it has none; an exclusive bound starts with "<"
     * @param choices what an enum offers
     */
    public record Setting(String path, String title, String description, String section, boolean advanced, String type,
        boolean optional, String defaultValue, String minimum, String maximum, List<Choice> choices) {
    }

    /**
     * A choice of an enum.
     *
     * @param value the constant's name, which stands in settings
     * @param label what the dialog shows
     * @param description what the choice means, empty if the label says it all
     */
    public record Choice(String value, String label, String description) {
    }

    /**
     * @param parametersClass a parameters class
     * @return its settings with a widget, in their order
     * @throws IllegalArgumentException if a widget does not fit its field; names class and field
     */
    public static List<Setting> of(final Class<?> parametersClass) {
        final var settings = new ArrayList<Setting>();
        collect(ParametersSettings.defaults(parametersClass), "", Optional.empty(), false, settings);
        return settings;
    }

    private static void collect(final Object defaults, final String path, final Optional<Class<?>> outerLayout,
        final boolean outerAdvanced, final List<Setting> settings) {
        for (final var field : ParameterField.of(defaults.getClass())) {
            final var layout = field.annotation(Layout.class).or(() -> onType(field.type(), Layout.class))
                .or(() -> onType(field.field().getDeclaringClass(), Layout.class)).<Class<?>>map(Layout::value)
                .or(() -> outerLayout);
            final var widget = field.annotation(Widget.class);
            final var advanced = outerAdvanced || widget.filter(Widget::advanced).isPresent()
                || field.annotation(Advanced.class).isPresent()
                || layout.filter(DialogDescription::isAdvanced).isPresent();
            final var value = field.get(defaults);
            widget.ifPresent(present -> settings.add(describe(field, present, value, path,
                layout.flatMap(DialogDescription::section).map(Section::title).orElse(""), advanced)));
            checkWidgets(field);
            if (field.kind() == ParameterField.Kind.GROUP) {
                collect(value, path + field.key() + "/", layout, advanced, settings);
            } else if (field.kind() == ParameterField.Kind.GROUP_ARRAY) {
                final var elements = value == null ? List.of() : field.elements(value);
                collect(elements.isEmpty() ? ParametersSettings.defaults(field.type()) : elements.get(0),
                    path + field.key() + "/0/", layout, advanced, settings);
            }
        }
    }

    private static Setting describe(final ParameterField field, final Widget widget, final Object value,
        final String path, final String section, final boolean advanced) {
        final var bounds = field.annotation(NumberInputWidget.class);
        final var isEnum = field.type().isEnum();
        final List<Choice> choices = isEnum ? Arrays.stream(field.type().getEnumConstants()).map(Enum.class::cast)
            .map(DialogDescription::choice).toList() : List.of();
        return new Setting(path + field.key(), widget.title(), widget.description(), section, advanced,
            isEnum ? "String" : field.kind() == ParameterField.Kind.GROUP_ARRAY
                ? field.type().getSimpleName() + "[]" : field.type().getSimpleName(),
            field.kind() == ParameterField.Kind.OPTIONAL, text(field, value),
            bounds.map(NumberInputWidget::minValidation).filter(type -> type != MinValidation.class)
                .map(type -> bound(ParametersSettings.defaults(type), ">")).orElse(""),
            bounds.map(NumberInputWidget::maxValidation).filter(type -> type != MaxValidation.class)
                .map(type -> bound(ParametersSettings.defaults(type), "<")).orElse(""),
            choices);
    }

    private static Choice choice(final Enum<?> constant) {
        return new Choice(constant.name(), Labels.of(constant), Labels.description(constant));
    }

    private static String text(final ParameterField field, final Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(content -> text(field, content)).orElse("");
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof String[] strings) {
            return String.join(", ", strings);
        }
        return value == null || field.kind() != ParameterField.Kind.SIMPLE
            && field.kind() != ParameterField.Kind.OPTIONAL ? "" : String.valueOf(value);
    }

    private static String bound(final NumberInputWidgetValidation validation, final String exclusive) {
        final var parameters = validation.getParameters();
        final var component = parameters.getClass().getRecordComponents()[0].getAccessor();
        component.setAccessible(true);
        try {
            final var number = ((Number)component.invoke(parameters)).doubleValue();
            return (validation.isExclusive() ? exclusive : "")
                + (number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long)number)
                    : Double.toString(number));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checkWidgets(final ParameterField field) {
        if (field.annotation(NumberInputWidget.class).isPresent() && !isNumber(field.type())) {
            throw ParameterField.rejected(field.field(), "a number widget on a " + field.type().getSimpleName());
        }
        if (field.annotation(TextInputWidget.class).isPresent() && field.type() != String.class) {
            throw ParameterField.rejected(field.field(), "a text widget on a " + field.type().getSimpleName());
        }
        if (field.annotation(ColumnFilterWidget.class).isPresent() != (field.type() == ColumnFilter.class)) {
            throw ParameterField.rejected(field.field(), "a ColumnFilter and a ColumnFilterWidget need each other");
        }
        field.annotation(ChoicesProvider.class).ifPresent(provider -> checkProvider(field, provider.value()));
        field.annotation(ColumnFilterWidget.class)
            .ifPresent(widget -> checkProvider(field, widget.choicesProvider()));
        field.annotation(ValueProvider.class).ifPresent(provider -> checkProvider(field, provider.value()));
        field.annotation(OptionalWidget.class)
            .ifPresent(widget -> checkProvider(field, widget.defaultProvider()));
        field.annotation(TextMessage.class).ifPresent(message -> checkProvider(field, message.value()));
        if (field.annotation(TextMessage.class).isPresent() && field.type() != Void.class) {
            throw ParameterField.rejected(field.field(), "a text message must be on a field of type Void");
        }
    }

    @SuppressWarnings("rawtypes")
    private static void checkProvider(final ParameterField field, final Class<? extends StateProvider> provider) {
        try {
            ParametersSettings.defaults(provider);
        } catch (IllegalArgumentException e) {
            throw ParameterField.rejected(field.field(), e.getMessage());
        }
    }

    private static boolean isNumber(final Class<?> type) {
        return type != boolean.class && type != char.class && type.isPrimitive()
            || Number.class.isAssignableFrom(type);
    }

    private static <A extends Annotation> Optional<A> onType(final Class<?> type, final Class<A> annotation) {
        return Optional.ofNullable(type.getAnnotation(annotation));
    }

    private static Optional<Section> section(final Class<?> layout) {
        for (Class<?> part = layout; part != null; part = part.getEnclosingClass()) {
            if (part.isAnnotationPresent(Section.class)) {
                return Optional.of(part.getAnnotation(Section.class));
            }
        }
        return Optional.empty();
    }

    private static boolean isAdvanced(final Class<?> layout) {
        for (Class<?> part = layout; part != null; part = part.getEnclosingClass()) {
            if (part.isAnnotationPresent(Advanced.class)) {
                return true;
            }
        }
        return false;
    }
}
