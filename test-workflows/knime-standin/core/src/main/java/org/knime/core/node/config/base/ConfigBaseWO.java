// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** Write access to a configuration. Adding under a key that exists replaces the entry. */
public interface ConfigBaseWO {

    /** @return the configuration's own key */
    String getKey();

    /**
     * @param key a key
     * @return a new, empty nested configuration under this key
     */
    ConfigBase addConfigBase(String key);

    /**
     * @param key a key
     * @param value the value
     */
    void addInt(String key, int value);

    /**
     * @param key a key
     * @param values the values, null is kept as an absent array
     */
    void addIntArray(String key, int... values);

    /**
     * @param key a key
     * @param value the value
     */
    void addDouble(String key, double value);

    /**
     * @param key a key
     * @param values the values, null is kept as an absent array
     */
    void addDoubleArray(String key, double... values);

    /**
     * @param key a key
     * @param value the value
     */
    void addFloat(String key, float value);

    /**
     * @param key a key
     * @param values the values, null is kept as an absent array
     */
    void addFloatArray(String key, float... values);

    /**
     * @param key a key
     * @param value the value
     */
    void addLong(String key, long value);

    /**
     * @param key a key
     * @param values the values, null is kept as an absent array
     */
    void addLongArray(String key, long... values);

    /**
     * @param key a key
     * @param value the value
     */
    void addShort(String key, short value);

    /**
     * @param key a key
     * @param values the values, null is kept as an absent array
     */
    void addShortArray(String key, short... values);

    /**
     * @param key a key
     * @param value the value
     */
    void addByte(String key, byte value);

    /**
     * @param key a key
     * @param values the values, null is kept as an absent array
     */
    void addByteArray(String key, byte... values);

    /**
     * @param key a key
     * @param value the value
     */
    void addChar(String key, char value);

    /**
     * @param key a key
     * @param values the values, null is kept as an absent array
     */
    void addCharArray(String key, char... values);

    /**
     * @param key a key
     * @param value the value
     */
    void addBoolean(String key, boolean value);

    /**
     * @param key a key
     * @param values the values, null is kept as an absent array
     */
    void addBooleanArray(String key, boolean... values);

    /**
     * @param key a key
     * @param value the value
     */
    void addString(String key, String value);

    /**
     * @param key a key
     * @param values the values, null is kept as an absent array
     */
    void addStringArray(String key, String... values);
}
