// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

import java.io.Serializable;
import java.util.Objects;

/** One keyed entry of a configuration: a value of one of {@link ConfigEntries} or a nested configuration. */
public abstract class AbstractConfigEntry implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ConfigEntries type;

    private String key;

    AbstractConfigEntry(final ConfigEntries type, final String key) {
        this.type = Objects.requireNonNull(type);
        this.key = Objects.requireNonNull(key, "The key of a configuration entry must not be null.");
    }

    /** @return the key under which the entry stands */
    public final String getKey() {
        return key;
    }

    /** The root of an XML document gives a configuration its key. */
    final void rename(final String newKey) {
        key = newKey;
    }

    /** @return the kind of value */
    public final ConfigEntries getType() {
        return type;
    }

    /** @return the value as it is written, null for a null string */
    public abstract String toStringValue();

    /**
     * @param other an entry of the same type and key
     * @return whether the values are the same
     */
    boolean hasIdenticalValue(final AbstractConfigEntry other) {
        return Objects.equals(toStringValue(), other.toStringValue());
    }

    /**
     * @param other another entry
     * @return whether key, type and value are the same
     */
    public final boolean isIdentical(final AbstractConfigEntry other) {
        return other == this || other != null && type == other.type && key.equals(other.key)
            && hasIdenticalValue(other);
    }

    /** Two entries are equal if they have the same key and type, whatever their value. */
    @Override
    public boolean equals(final Object other) {
        return other instanceof AbstractConfigEntry entry && type == entry.type && key.equals(entry.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode() ^ type.hashCode();
    }

    @Override
    public String toString() {
        return key + "->" + toStringValue();
    }
}
