// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.knime.core.node.port.PortObject.PortObjectSerializer;
import org.knime.core.node.port.PortObjectSpec.PortObjectSpecSerializer;
import org.knime.core.node.port.flowvariable.FlowVariablePortObject;
import org.knime.core.node.port.flowvariable.FlowVariablePortObjectSpec;
import org.knime.standin.core.registry.Extensions;
import org.knime.standin.core.registry.PortTypeExtension;

/** The port types that plugins contribute at org.knime.core.PortType, and the built-in ones. */
public final class PortTypeRegistry {

    private static final PortTypeRegistry INSTANCE = new PortTypeRegistry();

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private boolean extensionsRead;

    private record Entry(PortType type, PortTypeExtension extension) {
    }

    private PortTypeRegistry() {
    }

    /** @return the only registry */
    public static PortTypeRegistry getInstance() {
        return INSTANCE;
    }

    private synchronized Map<String, Entry> entries() {
        if (!extensionsRead) {
            extensionsRead = true;
            for (PortTypeExtension extension : Extensions.portTypes()) {
                final PortType type = new PortType(extension.objectClass(), extension.specClass(), extension.name(),
                    extension.color(), false, extension.hidden());
                entries.put(extension.objectClass().getName(), new Entry(type, extension));
            }
        }
        return entries;
    }

    /** @return the contributed types */
    public Collection<PortType> availablePortTypes() {
        return entries().values().stream().map(Entry::type).toList();
    }

    /**
     * @param objectClass a class of port objects
     * @return its type; for a class that nobody contributed a type of the class's name
     */
    public PortType getPortType(final Class<? extends PortObject> objectClass) {
        return getPortType(objectClass, false);
    }

    /**
     * @param objectClass a class of port objects
     * @param isOptional whether an input port of the type may stay unconnected
     * @return its type; for a class that nobody contributed a type of the class's name
     */
    public PortType getPortType(final Class<? extends PortObject> objectClass, final boolean isOptional) {
        // PortObject and the built-in classes ask for their types while they are initialised: no look into extensions
        final String name = objectClass.getName();
        return switch (name) {
            case "org.knime.core.node.BufferedDataTable" -> PortType.table().asOptional(isOptional);
            case "org.knime.core.node.port.PortObject" -> new PortType(objectClass, PortObjectSpec.class,
                "Generic Port", 0x9B9B9B, isOptional, false);
            case "org.knime.core.node.port.flowvariable.FlowVariablePortObject" -> new PortType(
                FlowVariablePortObject.class, FlowVariablePortObjectSpec.class, "Flow Variable", 0xFF4B4B,
                isOptional, false);
            default -> {
                final Entry entry = entries().get(name);
                yield entry != null ? entry.type.asOptional(isOptional)
                    : new PortType(objectClass, PortObjectSpec.class, name, 0x9B9B9B, isOptional, false);
            }
        };
    }

    /**
     * @param className a name
     * @return the contributed class of port objects of this name
     */
    public Optional<Class<? extends PortObject>> getObjectClass(final String className) {
        return Optional.ofNullable(entries().get(className)).map(entry -> entry.type.getPortObjectClass());
    }

    /**
     * @param className a name
     * @return the contributed class of specs of this name
     */
    public Optional<Class<? extends PortObjectSpec>> getSpecClass(final String className) {
        return entries().values().stream().filter(entry -> entry.extension.specClass().getName().equals(className))
            .findFirst().map(entry -> entry.type.getPortObjectSpecClass());
    }

    /**
     * @param <T> the class
     * @param clazz a class of port objects
     * @return what writes and reads them
     */
    @SuppressWarnings("unchecked")
    public <T extends PortObject> Optional<PortObjectSerializer<T>> getObjectSerializer(final Class<T> clazz) {
        return Optional.ofNullable(entries().get(clazz.getName()))
            .map(entry -> (PortObjectSerializer<T>)entry.extension.objectSerializer().get());
    }

    /**
     * @param <T> the class
     * @param clazz a class of specs
     * @return what writes and reads them
     */
    @SuppressWarnings("unchecked")
    public <T extends PortObjectSpec> Optional<PortObjectSpecSerializer<T>> getSpecSerializer(final Class<T> clazz) {
        return entries().values().stream().filter(entry -> entry.extension.specClass() == clazz).findFirst()
            .map(entry -> (PortObjectSpecSerializer<T>)entry.extension.specSerializer().get());
    }
}
