// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.util.Objects;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;

/** A named value that flows along a workflow's connections. */
public final class FlowVariable extends FlowObject {

    private final String name;

    private final VariableType<?> type;

    private final Object value;

    /**
     * @param <T> the values
     * @param name a name, not empty
     * @param type its type
     * @param value its value
     */
    public <T> FlowVariable(final String name, final VariableType<T> type, final T value) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("A flow variable needs a name.");
        }
        this.name = name;
        this.type = Objects.requireNonNull(type);
        this.value = value;
    }

    /**
     * @param name a name, not empty
     * @param value its value
     */
    public FlowVariable(final String name, final String value) {
        this(name, VariableType.StringType.INSTANCE, value);
    }

    /**
     * @param name a name, not empty
     * @param value its value
     */
    public FlowVariable(final String name, final double value) {
        this(name, VariableType.DoubleType.INSTANCE, value);
    }

    /**
     * @param name a name, not empty
     * @param value its value
     */
    public FlowVariable(final String name, final int value) {
        this(name, VariableType.IntType.INSTANCE, value);
    }

    /** @return the name */
    public String getName() {
        return name;
    }

    /** @return the type */
    public VariableType<?> getVariableType() {
        return type;
    }

    /**
     * @param <T> the values
     * @param expectedType a type to which this variable's is convertible
     * @return the value
     * @throws IllegalArgumentException if it is not convertible
     */
    public <T> T getValue(final VariableType<T> expectedType) {
        if (!type.isConvertible(expectedType)) {
            throw new IllegalArgumentException(
                "The flow variable \"" + name + "\" is of type " + type + ", not " + expectedType + ".");
        }
        final Class<T> wanted = expectedType.getSimpleType();
        final Object converted;
        if (value == null || wanted.isInstance(value)) {
            converted = value;
        } else if (wanted == String.class) {
            converted = value.toString();
        } else if (wanted == Double.class) {
            converted = ((Number)value).doubleValue();
        } else {
            converted = ((Number)value).longValue();
        }
        return wanted.cast(converted);
    }

    /** @return the value if it is text, else null */
    public String getStringValue() {
        return value instanceof String text ? text : null;
    }

    /** @return the value if it is a double, else NaN */
    public double getDoubleValue() {
        return value instanceof Double number ? number : Double.NaN;
    }

    /** @return the value if it is an int, else 0 */
    public int getIntValue() {
        return value instanceof Integer number ? number : 0;
    }

    /** @return the value as text */
    public String getValueAsString() {
        return String.valueOf(value);
    }

    /** @param settings where the variable is written */
    public void save(final NodeSettingsWO settings) {
        settings.addString("name", name);
        settings.addString("class", type.getIdentifier());
        write(settings, type);
    }

    private <T> void write(final NodeSettingsWO settings, final VariableType<T> as) {
        as.write(settings, "value", as.getSimpleType().cast(value));
    }

    /**
     * @param sub where the variable was written
     * @return the variable
     * @throws InvalidSettingsException if something is missing or the type is unknown
     */
    public static FlowVariable load(final NodeSettingsRO sub) throws InvalidSettingsException {
        final String name = sub.getString("name");
        final String identifier = sub.getString("class");
        for (VariableType<?> type : VariableType.all()) {
            if (type.getIdentifier().equals(identifier)) {
                return read(sub, name, type);
            }
        }
        throw new InvalidSettingsException(
            "The flow variable \"" + name + "\" is of the unknown type \"" + identifier + "\".");
    }

    private static <T> FlowVariable read(final NodeSettingsRO sub, final String name, final VariableType<T> type)
        throws InvalidSettingsException {
        return new FlowVariable(name, type, type.read(sub, "value"));
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof FlowVariable variable && name.equals(variable.name) && type == variable.type
            && Objects.equals(value, variable.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, value);
    }

    @Override
    public String toString() {
        return "\"" + name + "\" (" + type + ": " + value + ")";
    }
}
