// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataTable;

/** The kind of a port. */
public final class PortType {

    private final Class<? extends PortObject> objectClass;

    private final Class<? extends PortObjectSpec> specClass;

    private final String name;

    private final int color;

    private final boolean optional;

    private final boolean hidden;

    PortType(final Class<? extends PortObject> objectClass, final Class<? extends PortObjectSpec> specClass,
        final String name, final int color, final boolean optional, final boolean hidden) {
        this.objectClass = objectClass;
        this.specClass = specClass;
        this.name = name;
        this.color = color;
        this.optional = optional;
        this.hidden = hidden;
    }

    PortType asOptional(final boolean newOptional) {
        return newOptional == optional ? this
            : new PortType(objectClass, specClass, name, color, newOptional, hidden);
    }

    /** @return the name as users see it */
    public String getName() {
        return name;
    }

    /** @return the colour, 0xRRGGBB */
    public int getColor() {
        return color;
    }

    /** @return the class of the objects */
    public Class<? extends PortObject> getPortObjectClass() {
        return objectClass;
    }

    /** @return the class of the specs */
    public Class<? extends PortObjectSpec> getPortObjectSpecClass() {
        return specClass;
    }

    /** @return whether an input port of this type may stay unconnected */
    public boolean isOptional() {
        return optional;
    }

    /** @return whether the type is kept out of lists of types */
    public boolean isHidden() {
        return hidden;
    }

    /**
     * @param subType another type
     * @return whether a port of this type takes objects of the other
     */
    public boolean isSuperTypeOf(final PortType subType) {
        return objectClass.isAssignableFrom(subType.objectClass);
    }

    /**
     * @param spec a spec
     * @return whether it is of this type
     */
    public boolean acceptsPortObjectSpec(final PortObjectSpec spec) {
        return specClass.isInstance(spec);
    }

    /**
     * @param cl a class of port objects
     * @return whether objects of it are of this type
     */
    public boolean acceptsPortObjectClass(final Class<? extends PortObject> cl) {
        return objectClass.isAssignableFrom(cl);
    }

    /**
     * @param obj a port object
     * @return whether it is of this type
     */
    public boolean acceptsPortObject(final PortObject obj) {
        return objectClass.isInstance(obj);
    }

    static PortType table() {
        return new PortType(BufferedDataTable.class, DataTableSpec.class, "Table", 0, false, false);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof PortType type && objectClass == type.objectClass && optional == type.optional;
    }

    @Override
    public int hashCode() {
        return objectClass.hashCode() + (optional ? 1 : 0);
    }

    @Override
    public String toString() {
        return "PortType(" + objectClass.getName() + (optional ? ", optional)" : ")");
    }
}
