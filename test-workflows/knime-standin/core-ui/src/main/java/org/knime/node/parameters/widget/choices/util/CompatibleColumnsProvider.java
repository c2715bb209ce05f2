// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices.util;

import java.util.Collection;
import java.util.List;

import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataValue;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.StringValue;

/** Offers the columns of an input table that are compatible with at least one of some value classes. */
public class CompatibleColumnsProvider implements FilteredInputTableColumnsProvider {

    private final Collection<Class<? extends DataValue>> valueClasses;

    /** @param valueClass the value class */
    protected CompatibleColumnsProvider(final Class<? extends DataValue> valueClass) {
        this(List.of(valueClass));
    }

    /** @param valueClasses the value classes */
    protected CompatibleColumnsProvider(final Collection<Class<? extends DataValue>> valueClasses) {
        this.valueClasses = List.copyOf(valueClasses);
    }

    @Override
    public boolean isIncluded(final DataColumnSpec col) {
        return valueClasses.stream().anyMatch(col.getType()::isCompatible);
    }

    /** Offers string columns. */
    public static class StringColumnsProvider extends CompatibleColumnsProvider {

        /** For the dialog, which makes it by reflection. */
        protected StringColumnsProvider() {
            super(StringValue.class);
        }
    }

    /** Offers columns of numbers. */
    public static class DoubleColumnsProvider extends CompatibleColumnsProvider {

        /** For the dialog, which makes it by reflection. */
        protected DoubleColumnsProvider() {
            super(DoubleValue.class);
        }
    }
}
