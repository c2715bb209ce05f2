// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.units.UnitType;

/**
 * The settings of a training for a network's provenance: the components of the records and of the records within them,
 * by path ({@code layers/0/learning/epochs}). The seed is left out, which stands beside them, and the number of
 * threads, on which nothing depends.
 */
final class RecordedSettings {

    private static final Set<String> LEFT_OUT = Set.of("seed", "threads");

    private final Map<String, String> values = new TreeMap<>();

    private RecordedSettings() {
    }

    static Map<String, String> of(final Record settings) {
        final RecordedSettings recorded = new RecordedSettings();
        recorded.add("", settings);
        return recorded.values;
    }

    private void add(final String path, final Object value) {
        if (value instanceof ClassColumn column) {
            values.put(path, column.name());
        } else if (value instanceof UnitType type) {
            values.put(path, type.id());
        } else if (value instanceof Record group) {
            if (group.getClass().getRecordComponents().length == 0) {
                values.put(path, group.getClass().getSimpleName());
            }
            for (final RecordComponent component : group.getClass().getRecordComponents()) {
                if (!LEFT_OUT.contains(component.getName())) {
                    add(path.isEmpty() ? component.getName() : path + "/" + component.getName(),
                        read(group, component));
                }
            }
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresentOrElse(present -> add(path, present), () -> values.put(path, ""));
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
            for (int i = 0; i < list.size(); i++) {
                add(path + "/" + i, list.get(i));
            }
        } else {
            values.put(path, String.valueOf(value));
        }
    }

    private static Object read(final Record group, final RecordComponent component) {
        try {
            return component.getAccessor().invoke(group);
        } catch (ReflectiveOperationException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
