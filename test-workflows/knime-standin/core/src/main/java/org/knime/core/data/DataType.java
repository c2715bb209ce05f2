// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.knime.core.data.collection.CollectionDataValue;
import org.knime.core.data.collection.ListCell;
import org.knime.core.data.collection.SetCell;
import org.knime.core.data.def.BooleanCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.config.ConfigRO;
import org.knime.core.node.config.ConfigWO;

/**
 * The type of a column: a cell class (a native type) or only the values that several cell classes share, and for
 * collections the type of their elements.
 */
public final class DataType {

    private static final Map<Class<?>, DataType> NATIVE_TYPES = new ConcurrentHashMap<>();

    private static final DataCell MISSING = new MissingCell(null);

    private final Class<? extends DataCell> cellClass; // null for a non-native type

    private final List<Class<? extends DataValue>> valueClasses;

    private final boolean hasPreferredValue;

    private final DataType elementType; // null unless a collection

    private DataType(final Class<? extends DataCell> cellClass, final List<Class<? extends DataValue>> valueClasses,
        final boolean hasPreferredValue, final DataType elementType) {
        this.cellClass = cellClass;
        this.valueClasses = List.copyOf(valueClasses);
        this.hasPreferredValue = hasPreferredValue;
        this.elementType = elementType;
    }

    /**
     * @param cell a cell class
     * @return its type
     */
    public static DataType getType(final Class<? extends DataCell> cell) {
        Objects.requireNonNull(cell);
        return NATIVE_TYPES.computeIfAbsent(cell, c -> new DataType(cell, valuesOf(cell), true, null));
    }

    /**
     * @param cell a cell class
     * @param collectionElementType the type of its elements, null if it is no collection
     * @return the type
     */
    public static DataType getType(final Class<? extends DataCell> cell, final DataType collectionElementType) {
        return collectionElementType == null ? getType(cell)
            : new DataType(cell, valuesOf(cell), true, collectionElementType);
    }

    static DataType of(final DataCell cell) {
        return cell instanceof CollectionDataValue collection ? getType(cell.getClass(), collection.getElementType())
            : getType(cell.getClass());
    }

    private static List<Class<? extends DataValue>> valuesOf(final Class<?> cell) {
        final Set<Class<? extends DataValue>> values = new LinkedHashSet<>();
        for (Class<?> c = cell; c != null && c != DataCell.class; c = c.getSuperclass()) {
            collectValues(c, values);
        }
        values.add(DataValue.class);
        return new ArrayList<>(values);
    }

    private static void collectValues(final Class<?> type, final Set<Class<? extends DataValue>> values) {
        for (Class<?> parent : type.getInterfaces()) {
            if (DataValue.class.isAssignableFrom(parent) && parent != DataValue.class) {
                values.add(parent.asSubclass(DataValue.class));
            }
            collectValues(parent, values);
        }
    }

    /** @return a missing cell without a reason */
    public static DataCell getMissingCell() {
        return MISSING;
    }

    /**
     * @param type1 a type
     * @param type2 another type
     * @return the narrowest type that holds cells of both
     */
    public static DataType getCommonSuperType(final DataType type1, final DataType type2) {
        if (type1.isASuperTypeOf(type2)) {
            return type1;
        }
        if (type2.isASuperTypeOf(type1)) {
            return type2;
        }
        final List<Class<? extends DataValue>> common = new ArrayList<>(type1.valueClasses);
        common.retainAll(type2.valueClasses);
        final boolean samePreferred = type1.hasPreferredValue && type2.hasPreferredValue
            && type1.getPreferredValueClass() == type2.getPreferredValueClass();
        final DataType element = type1.elementType != null && type2.elementType != null
            ? getCommonSuperType(type1.elementType, type2.elementType) : null;
        if (type1.cellClass != null && type1.cellClass == type2.cellClass) {
            return new DataType(type1.cellClass, type1.valueClasses, true, element);
        }
        return new DataType(null, common, samePreferred, element);
    }

    /** @return whether this is the type of missing cells */
    public boolean isMissingValueType() {
        return cellClass == MissingCell.class;
    }

    /** @return the type of a collection's elements, null if this is no collection */
    public DataType getCollectionElementType() {
        return elementType;
    }

    /** @return whether the cells are collections */
    public boolean isCollectionType() {
        return elementType != null;
    }

    /** @return the value class that the cell class names first, null if there is none */
    public Class<? extends DataValue> getPreferredValueClass() {
        return hasPreferredValue && !valueClasses.isEmpty() ? valueClasses.get(0) : null;
    }

    /** @return the value classes that every cell of this type implements, the preferred one first */
    public List<Class<? extends DataValue>> getValueClasses() {
        return valueClasses;
    }

    /** @return the cell class, null for a non-native type */
    public Class<? extends DataCell> getCellClass() {
        return cellClass;
    }

    /**
     * @param valueClass a value class
     * @return whether every cell of this type (unless missing) implements it
     */
    public boolean isCompatible(final Class<? extends DataValue> valueClass) {
        return isMissingValueType() || valueClasses.stream().anyMatch(valueClass::isAssignableFrom);
    }

    /**
     * @param type another type
     * @return whether a column of this type may hold cells of the other
     */
    public boolean isASuperTypeOf(final DataType type) {
        if (type.isMissingValueType() || equals(type)) {
            return true;
        }
        if (isMissingValueType() || !valueClasses.stream().allMatch(type::isCompatible)) {
            return false;
        }
        return elementType == null || type.elementType != null && elementType.isASuperTypeOf(type.elementType);
    }

    /** @return how cells of this type are ordered */
    public DataValueComparator getComparator() {
        return new NaturalComparator(this);
    }

    /** @return the type's name as users see it */
    public String getName() {
        final Map<Class<?>, String> names = new HashMap<>();
        names.put(IntCell.class, "Number (Integer)");
        names.put(LongCell.class, "Number (Long)");
        names.put(DoubleCell.class, "Number (Float)");
        names.put(StringCell.class, "String");
        names.put(BooleanCell.class, "Boolean");
        names.put(ListCell.class, "List");
        names.put(SetCell.class, "Set");
        if (cellClass == null) {
            return "Non-Native " + valueClasses.stream().map(Class::getSimpleName).toList();
        }
        final String name = names.getOrDefault(cellClass, cellClass.getSimpleName().replaceFirst("Cell$", ""));
        return elementType == null ? name : name + " (Collection of: " + elementType.getName() + ")";
    }

    /** @return a name that stays the same from version to version */
    public String getIdentifier() {
        final String name = cellClass == null ? valueClasses.toString() : cellClass.getName();
        return elementType == null ? name : name + "(" + elementType.getIdentifier() + ")";
    }

    @Override
    public String toString() {
        return getName();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DataType type && cellClass == type.cellClass
            && Objects.equals(elementType, type.elementType)
            && (cellClass != null || hasPreferredValue == type.hasPreferredValue
                && Set.copyOf(valueClasses).equals(Set.copyOf(type.valueClasses)));
    }

    @Override
    public int hashCode() {
        return Objects.hash(cellClass, elementType);
    }

    /** @param config where the type is written */
    public void save(final ConfigWO config) {
        config.addString("cell_class", cellClass == null ? null : cellClass.getName());
        if (cellClass == null) {
            config.addBoolean("has_pref_value_class", hasPreferredValue);
            config.addStringArray("value_classes", valueClasses.stream().map(Class::getName).toArray(String[]::new));
        }
        if (elementType != null) {
            elementType.save(config.addConfig("collection_element_type"));
        }
    }

    /**
     * @param config where the type was written
     * @return the type
     * @throws InvalidSettingsException if a class is unknown
     */
    public static DataType load(final ConfigRO config) throws InvalidSettingsException {
        final DataType element =
            config.containsKey("collection_element_type") ? load(config.getConfig("collection_element_type")) : null;
        final String cell = config.getString("cell_class");
        if (cell != null) {
            return getType(find(cell, DataCell.class), element);
        }
        final List<Class<? extends DataValue>> values = new ArrayList<>();
        for (String name : config.getStringArray("value_classes")) {
            values.add(find(name, DataValue.class));
        }
        return new DataType(null, Collections.unmodifiableList(values), config.getBoolean("has_pref_value_class"),
            element);
    }

    private static <T> Class<? extends T> find(final String name, final Class<T> kind)
        throws InvalidSettingsException {
        try {
            return Class.forName(name).asSubclass(kind);
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new InvalidSettingsException("The type \"" + name + "\" is unknown.", e);
        }
    }
}
