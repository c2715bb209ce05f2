// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Set;

import org.knime.core.node.InvalidSettingsException;

/**
 * Read access to a configuration. A getter without a default throws {@link InvalidSettingsException} if the key is
 * absent or has another type; one with a default returns the default then.
 */
public interface ConfigBaseRO extends Iterable<String> {

    /** @return the configuration's own key */
    String getKey();

    /** @return the keys of the entries in their order */
    Set<String> keySet();

    /**
     * @param key a key
     * @return whether there is an entry of this key
     */
    boolean containsKey(String key);

    @Override
    Iterator<String> iterator();

    /**
     * @param key a key
     * @return the nested configuration
     * @throws InvalidSettingsException if there is none
     */
    ConfigBase getConfigBase(String key) throws InvalidSettingsException;

    /**
     * Writes the configuration as XML and closes the stream.
     *
     * @param out the target
     * @throws IOException if it cannot be written
     */
    void saveToXML(OutputStream out) throws IOException;

    /**
     * Adds copies of all entries to another configuration.
     *
     * @param dest the target
     */
    void copyTo(ConfigBaseWO dest);

    /**
     * @param key a key
     * @return the value
     * @throws InvalidSettingsException if there is no such int
     */
    int getInt(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the value to return if there is no such int
     * @return the value
     */
    int getInt(String key, int def);

    /**
     * @param key a key
     * @return the values
     * @throws InvalidSettingsException if there is no such array
     */
    int[] getIntArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the values to return if there is no such array
     * @return the values
     */
    int[] getIntArray(String key, int... def);

    /**
     * @param key a key
     * @return the value
     * @throws InvalidSettingsException if there is no such double
     */
    double getDouble(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the value to return if there is no such double
     * @return the value
     */
    double getDouble(String key, double def);

    /**
     * @param key a key
     * @return the values
     * @throws InvalidSettingsException if there is no such array
     */
    double[] getDoubleArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the values to return if there is no such array
     * @return the values
     */
    double[] getDoubleArray(String key, double... def);

    /**
     * @param key a key
     * @return the value
     * @throws InvalidSettingsException if there is no such float
     */
    float getFloat(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the value to return if there is no such float
     * @return the value
     */
    float getFloat(String key, float def);

    /**
     * @param key a key
     * @return the values
     * @throws InvalidSettingsException if there is no such array
     */
    float[] getFloatArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the values to return if there is no such array
     * @return the values
     */
    float[] getFloatArray(String key, float... def);

    /**
     * @param key a key
     * @return the value
     * @throws InvalidSettingsException if there is no such long
     */
    long getLong(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the value to return if there is no such long
     * @return the value
     */
    long getLong(String key, long def);

    /**
     * @param key a key
     * @return the values
     * @throws InvalidSettingsException if there is no such array
     */
    long[] getLongArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the values to return if there is no such array
     * @return the values
     */
    long[] getLongArray(String key, long... def);

    /**
     * @param key a key
     * @return the value
     * @throws InvalidSettingsException if there is no such short
     */
    short getShort(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the value to return if there is no such short
     * @return the value
     */
    short getShort(String key, short def);

    /**
     * @param key a key
     * @return the values
     * @throws InvalidSettingsException if there is no such array
     */
    short[] getShortArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the values to return if there is no such array
     * @return the values
     */
    short[] getShortArray(String key, short... def);

    /**
     * @param key a key
     * @return the value
     * @throws InvalidSettingsException if there is no such byte
     */
    byte getByte(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the value to return if there is no such byte
     * @return the value
     */
    byte getByte(String key, byte def);

    /**
     * @param key a key
     * @return the values
     * @throws InvalidSettingsException if there is no such array
     */
    byte[] getByteArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the values to return if there is no such array
     * @return the values
     */
    byte[] getByteArray(String key, byte... def);

    /**
     * @param key a key
     * @return the value
     * @throws InvalidSettingsException if there is no such char
     */
    char getChar(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the value to return if there is no such char
     * @return the value
     */
    char getChar(String key, char def);

    /**
     * @param key a key
     * @return the values
     * @throws InvalidSettingsException if there is no such array
     */
    char[] getCharArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the values to return if there is no such array
     * @return the values
     */
    char[] getCharArray(String key, char... def);

    /**
     * @param key a key
     * @return the value
     * @throws InvalidSettingsException if there is no such boolean
     */
    boolean getBoolean(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the value to return if there is no such boolean
     * @return the value
     */
    boolean getBoolean(String key, boolean def);

    /**
     * @param key a key
     * @return the values
     * @throws InvalidSettingsException if there is no such array
     */
    boolean[] getBooleanArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the values to return if there is no such array
     * @return the values
     */
    boolean[] getBooleanArray(String key, boolean... def);

    /**
     * @param key a key
     * @return the value
     * @throws InvalidSettingsException if there is no such String
     */
    String getString(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the value to return if there is no such String
     * @return the value
     */
    String getString(String key, String def);

    /**
     * @param key a key
     * @return the values
     * @throws InvalidSettingsException if there is no such array
     */
    String[] getStringArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @param def the values to return if there is no such array
     * @return the values
     */
    String[] getStringArray(String key, String... def);
}
