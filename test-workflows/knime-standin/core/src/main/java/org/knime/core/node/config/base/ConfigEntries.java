// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** The kinds of entries, named as in the XML attribute {@code type}. */
public enum ConfigEntries {
    /** Text, null allowed. */
    xstring {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            return new ConfigStringEntry(key, value);
        }
    },
    /** 32-bit integer. */
    xint {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            return new ConfigIntEntry(key, value);
        }
    },
    /** 64-bit floating point number. */
    xdouble {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            return new ConfigDoubleEntry(key, value);
        }
    },
    /** 32-bit floating point number. */
    xfloat {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            return new ConfigFloatEntry(key, value);
        }
    },
    /** 64-bit integer. */
    xlong {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            return new ConfigLongEntry(key, value);
        }
    },
    /** 16-bit integer. */
    xshort {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            return new ConfigShortEntry(key, value);
        }
    },
    /** 8-bit integer. */
    xbyte {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            return new ConfigByteEntry(key, value);
        }
    },
    /** One character. */
    xchar {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            return new ConfigCharEntry(key, value);
        }
    },
    /** true or false. */
    xboolean {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            return new ConfigBooleanEntry(key, value);
        }
    },
    /** A nested configuration; it is no value and cannot be made from text. */
    config {
        @Override
        public AbstractConfigEntry createEntry(final String key, final String value) {
            throw new IllegalArgumentException("A nested configuration (\"" + key + "\") has no single value.");
        }
    };

    /**
     * @param key the entry's key
     * @param value the value as it is written in XML
     * @return a new entry
     * @throws IllegalArgumentException if the value is not of this kind
     */
    public abstract AbstractConfigEntry createEntry(String key, String value);
}
