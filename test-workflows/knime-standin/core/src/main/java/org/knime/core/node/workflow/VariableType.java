// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.util.List;
import java.util.Set;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;

/**
 * The type of a flow variable: text, numbers, booleans. Arrays, credentials and locations are not offered.
 *
 * @param <T> the values
 */
public abstract class VariableType<T> {

    private final String identifier;

    VariableType(final String identifier) {
        this.identifier = identifier;
    }

    static List<VariableType<?>> all() {
        return List.of(StringType.INSTANCE, DoubleType.INSTANCE, IntType.INSTANCE, LongType.INSTANCE,
            BooleanType.INSTANCE);
    }

    /** @return the name under which the type is kept */
    public String getIdentifier() {
        return identifier;
    }

    /** @return the class of the values */
    public abstract Class<T> getSimpleType();

    /** @return the types as which a variable of this type can be read */
    public Set<VariableType<?>> getConvertibleTypes() {
        return Set.of(this, StringType.INSTANCE);
    }

    /**
     * @param type another type
     * @return whether a variable of this type can be read as one of the other
     */
    public final boolean isConvertible(final VariableType<?> type) {
        return getConvertibleTypes().contains(type);
    }

    abstract T read(NodeSettingsRO settings, String key) throws InvalidSettingsException;

    abstract void write(NodeSettingsWO settings, String key, T value);

    @Override
    public String toString() {
        return identifier;
    }

    /** Values of class String. */
    public static final class StringType extends VariableType<String> {

        /** The only instance. */
        public static final StringType INSTANCE = new StringType();

        private StringType() {
            super("STRING");
        }

        @Override
        public Class<String> getSimpleType() {
            return String.class;
        }

        @Override
        public Set<VariableType<?>> getConvertibleTypes() {
            return Set.of(this);
        }

        @Override
        String read(final NodeSettingsRO settings, final String key) throws InvalidSettingsException {
            return settings.getString(key);
        }

        @Override
        void write(final NodeSettingsWO settings, final String key, final String value) {
            settings.addString(key, value);
        }
    }

    /** Values of class Double. */
    public static final class DoubleType extends VariableType<Double> {

        /** The only instance. */
        public static final DoubleType INSTANCE = new DoubleType();

        private DoubleType() {
            super("DOUBLE");
        }

        @Override
        public Class<Double> getSimpleType() {
            return Double.class;
        }

        @Override
        Double read(final NodeSettingsRO settings, final String key) throws InvalidSettingsException {
            return settings.getDouble(key);
        }

        @Override
        void write(final NodeSettingsWO settings, final String key, final Double value) {
            settings.addDouble(key, value);
        }
    }

    /** Values of class Integer. */
    public static final class IntType extends VariableType<Integer> {

        /** The only instance. */
        public static final IntType INSTANCE = new IntType();

        private IntType() {
            super("INTEGER");
        }

        @Override
        public Class<Integer> getSimpleType() {
            return Integer.class;
        }

        @Override
        public Set<VariableType<?>> getConvertibleTypes() {
            return Set.of(this, LongType.INSTANCE, DoubleType.INSTANCE, StringType.INSTANCE);
        }

        @Override
        Integer read(final NodeSettingsRO settings, final String key) throws InvalidSettingsException {
            return settings.getInt(key);
        }

        @Override
        void write(final NodeSettingsWO settings, final String key, final Integer value) {
            settings.addInt(key, value);
        }
    }

    /** Values of class Long. */
    public static final class LongType extends VariableType<Long> {

        /** The only instance. */
        public static final LongType INSTANCE = new LongType();

        private LongType() {
            super("LONG");
        }

        @Override
        public Class<Long> getSimpleType() {
            return Long.class;
        }

        @Override
        public Set<VariableType<?>> getConvertibleTypes() {
            return Set.of(this, DoubleType.INSTANCE, StringType.INSTANCE);
        }

        @Override
        Long read(final NodeSettingsRO settings, final String key) throws InvalidSettingsException {
            return settings.getLong(key);
        }

        @Override
        void write(final NodeSettingsWO settings, final String key, final Long value) {
            settings.addLong(key, value);
        }
    }

    /** Values of class Boolean. */
    public static final class BooleanType extends VariableType<Boolean> {

        /** The only instance. */
        public static final BooleanType INSTANCE = new BooleanType();

        private BooleanType() {
            super("BOOLEAN");
        }

        @Override
        public Class<Boolean> getSimpleType() {
            return Boolean.class;
        }

        @Override
        Boolean read(final NodeSettingsRO settings, final String key) throws InvalidSettingsException {
            return settings.getBoolean(key);
        }

        @Override
        void write(final NodeSettingsWO settings, final String key, final Boolean value) {
            settings.addBoolean(key, value);
        }
    }
}
