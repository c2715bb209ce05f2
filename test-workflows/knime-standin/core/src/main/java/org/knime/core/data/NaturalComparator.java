// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.Comparator;

/** Numbers by value, false before true, everything else by its text. */
final class NaturalComparator extends DataValueComparator {

    private final Comparator<DataValue> order;

    NaturalComparator(final DataType type) {
        if (type.isCompatible(LongValue.class)) {
            order = Comparator.comparingLong(value -> ((LongValue)value).getLongValue());
        } else if (type.isCompatible(DoubleValue.class)) {
            order = Comparator.comparingDouble(value -> ((DoubleValue)value).getDoubleValue());
        } else {
            order = Comparator.comparing(Object::toString);
        }
    }

    @Override
    protected int compareDataValues(final DataValue v1, final DataValue v2) {
        return order.compare(v1, v2);
    }
}
