// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.knime.core.node.InvalidSettingsException;

/** A configuration: an ordered map of keys to entries, some of which are configurations themselves. */
public abstract class ConfigBase extends AbstractConfigEntry implements ConfigBaseRO, ConfigBaseWO {

    private static final long serialVersionUID = 1L;

    private static final String ARRAY_SIZE = "array-size";

    private final Map<String, AbstractConfigEntry> entries = new LinkedHashMap<>();

    /** @param key the configuration's key */
    public ConfigBase(final String key) {
        super(ConfigEntries.config, key);
    }

    /**
     * @param key a key
     * @return a new configuration of the same class
     */
    public abstract ConfigBase getInstance(String key);

    /**
     * Adds an entry; one of the same key is replaced in its place.
     *
     * @param entry the entry
     */
    protected void put(final AbstractConfigEntry entry) {
        entries.put(entry.getKey(), entry);
    }

    /**
     * @param key a key
     * @return the entry or null
     */
    protected AbstractConfigEntry get(final String key) {
        return entries.get(key);
    }

    /**
     * @param entry an entry to add
     */
    public void addEntry(final AbstractConfigEntry entry) {
        put(entry);
    }

    /**
     * @param key a key
     * @return the entry or null
     */
    public AbstractConfigEntry getEntry(final String key) {
        return get(key);
    }

    /**
     * @param key a key
     * @return the entry that was removed, null if there was none
     */
    public final AbstractConfigEntry removeConfig(final String key) {
        return entries.remove(key);
    }

    @Override
    public final ConfigBase addConfigBase(final String key) {
        final ConfigBase config = getInstance(key);
        put(config);
        return config;
    }

    /** @param config the configuration to nest under its own key */
    protected final void addConfigBase(final ConfigBase config) {
        put(config);
    }

    @Override
    public final ConfigBase getConfigBase(final String key) throws InvalidSettingsException {
        return find(key, ConfigBase.class, "configuration");
    }

    private <E extends AbstractConfigEntry> E find(final String key, final Class<E> type, final String what)
        throws InvalidSettingsException {
        final AbstractConfigEntry entry = get(key);
        if (entry == null) {
            throw new InvalidSettingsException("The setting \"" + key + "\" is missing in \"" + getKey() + "\".");
        }
        if (!type.isInstance(entry)) {
            throw new InvalidSettingsException("The setting \"" + key + "\" in \"" + getKey() + "\" is of type "
                + entry.getType() + ", not a " + what + ".");
        }
        return type.cast(entry);
    }

    private int arraySize(final ConfigBase array) throws InvalidSettingsException {
        final int size = array.getInt(ARRAY_SIZE);
        if (size < 0 || size > array.entries.size() - 1) {
            throw new InvalidSettingsException("The array \"" + array.getKey() + "\" in \"" + getKey()
                + "\" claims " + size + " elements but holds " + (array.entries.size() - 1) + ".");
        }
        return size;
    }

    @Override
    public Set<String> keySet() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    @Override
    public boolean containsKey(final String key) {
        return entries.containsKey(key);
    }

    @Override
    public final Iterator<String> iterator() {
        return keySet().iterator();
    }

    @Override
    public final String toStringValue() {
        return getKey();
    }

    @Override
    public boolean hasIdenticalValue(final AbstractConfigEntry other) {
        final ConfigBase config = (ConfigBase)other;
        return entries.size() == config.entries.size() && entries.values().stream()
            .allMatch(entry -> entry.isIdentical(config.entries.get(entry.getKey())));
    }

    @Override
    public final void saveToXML(final OutputStream out) throws IOException {
        XMLConfig.save(this, out);
    }

    /**
     * Reads entries from XML into a configuration.
     *
     * @param config the target
     * @param in the XML, closed afterwards
     * @return the target
     * @throws IOException if the XML cannot be read
     */
    protected static ConfigBase loadFromXML(final ConfigBase config, final InputStream in) throws IOException {
        Objects.requireNonNull(config);
        config.load(in);
        return config;
    }

    /**
     * Replaces all entries by those of an XML document.
     *
     * @param in the XML, closed afterwards
     * @throws IOException if the XML cannot be read
     */
    public void load(final InputStream in) throws IOException {
        entries.clear();
        try (in) {
            XMLConfig.load(this, in);
        }
    }

    @Override
    public void copyTo(final ConfigBaseWO dest) {
        final ConfigBase target = (ConfigBase)dest;
        for (AbstractConfigEntry entry : entries.values()) {
            if (entry instanceof ConfigBase config) {
                config.copyTo(target.addConfigBase(config.getKey()));
            } else {
                target.put(entry);
            }
        }
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        describe(text, "");
        return text.toString();
    }

    private void describe(final StringBuilder text, final String indent) {
        text.append(indent).append(getKey()).append('\n');
        for (AbstractConfigEntry entry : entries.values()) {
            if (entry instanceof ConfigBase config) {
                config.describe(text, indent + "  ");
            } else {
                text.append(indent).append("  ").append(entry).append('\n');
            }
        }
    }

    @Override
    public void addInt(final String key, final int value) {
        put(new ConfigIntEntry(key, value));
    }

    @Override
    public int getInt(final String key) throws InvalidSettingsException {
        return find(key, ConfigIntEntry.class, "int").getInt();
    }

    @Override
    public int getInt(final String key, final int def) {
        return get(key) instanceof ConfigIntEntry entry ? entry.getInt() : def;
    }

    @Override
    public void addIntArray(final String key, final int... values) {
        final ConfigBase array = addConfigBase(key);
        if (values != null) {
            array.addInt(ARRAY_SIZE, values.length);
            for (int i = 0; i < values.length; i++) {
                array.addInt(Integer.toString(i), values[i]);
            }
        }
    }

    @Override
    public int[] getIntArray(final String key) throws InvalidSettingsException {
        final ConfigBase array = getConfigBase(key);
        if (!array.containsKey(ARRAY_SIZE)) {
            return null; // an array that was null when it was saved
        }
        final int[] values = new int[arraySize(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getInt(Integer.toString(i));
        }
        return values;
    }

    @Override
    public int[] getIntArray(final String key, final int... def) {
        try {
            return getIntArray(key);
        } catch (InvalidSettingsException e) {
            return def;
        }
    }

    @Override
    public void addDouble(final String key, final double value) {
        put(new ConfigDoubleEntry(key, value));
    }

    @Override
    public double getDouble(final String key) throws InvalidSettingsException {
        return find(key, ConfigDoubleEntry.class, "double").getDouble();
    }

    @Override
    public double getDouble(final String key, final double def) {
        return get(key) instanceof ConfigDoubleEntry entry ? entry.getDouble() : def;
    }

    @Override
    public void addDoubleArray(final String key, final double... values) {
        final ConfigBase array = addConfigBase(key);
        if (values != null) {
            array.addInt(ARRAY_SIZE, values.length);
            for (int i = 0; i < values.length; i++) {
                array.addDouble(Integer.toString(i), values[i]);
            }
        }
    }

    @Override
    public double[] getDoubleArray(final String key) throws InvalidSettingsException {
        final ConfigBase array = getConfigBase(key);
        if (!array.containsKey(ARRAY_SIZE)) {
            return null; // an array that was null when it was saved
        }
        final double[] values = new double[arraySize(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getDouble(Integer.toString(i));
        }
        return values;
    }

    @Override
    public double[] getDoubleArray(final String key, final double... def) {
        try {
            return getDoubleArray(key);
        } catch (InvalidSettingsException e) {
            return def;
        }
    }

    @Override
    public void addFloat(final String key, final float value) {
        put(new ConfigFloatEntry(key, value));
    }

    @Override
    public float getFloat(final String key) throws InvalidSettingsException {
        return find(key, ConfigFloatEntry.class, "float").getFloat();
    }

    @Override
    public float getFloat(final String key, final float def) {
        return get(key) instanceof ConfigFloatEntry entry ? entry.getFloat() : def;
    }

    @Override
    public void addFloatArray(final String key, final float... values) {
        final ConfigBase array = addConfigBase(key);
        if (values != null) {
            array.addInt(ARRAY_SIZE, values.length);
            for (int i = 0; i < values.length; i++) {
                array.addFloat(Integer.toString(i), values[i]);
            }
        }
    }

    @Override
    public float[] getFloatArray(final String key) throws InvalidSettingsException {
        final ConfigBase array = getConfigBase(key);
        if (!array.containsKey(ARRAY_SIZE)) {
            return null; // an array that was null when it was saved
        }
        final float[] values = new float[arraySize(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getFloat(Integer.toString(i));
        }
        return values;
    }

    @Override
    public float[] getFloatArray(final String key, final float... def) {
        try {
            return getFloatArray(key);
        } catch (InvalidSettingsException e) {
            return def;
        }
    }

    @Override
    public void addLong(final String key, final long value) {
        put(new ConfigLongEntry(key, value));
    }

    @Override
    public long getLong(final String key) throws InvalidSettingsException {
        return find(key, ConfigLongEntry.class, "long").getLong();
    }

    @Override
    public long getLong(final String key, final long def) {
        return get(key) instanceof ConfigLongEntry entry ? entry.getLong() : def;
    }

    @Override
    public void addLongArray(final String key, final long... values) {
        final ConfigBase array = addConfigBase(key);
        if (values != null) {
            array.addInt(ARRAY_SIZE, values.length);
            for (int i = 0; i < values.length; i++) {
                array.addLong(Integer.toString(i), values[i]);
            }
        }
    }

    @Override
    public long[] getLongArray(final String key) throws InvalidSettingsException {
        final ConfigBase array = getConfigBase(key);
        if (!array.containsKey(ARRAY_SIZE)) {
            return null; // an array that was null when it was saved
        }
        final long[] values = new long[arraySize(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getLong(Integer.toString(i));
        }
        return values;
    }

    @Override
    public long[] getLongArray(final String key, final long... def) {
        try {
            return getLongArray(key);
        } catch (InvalidSettingsException e) {
            return def;
        }
    }

    @Override
    public void addShort(final String key, final short value) {
        put(new ConfigShortEntry(key, value));
    }

    @Override
    public short getShort(final String key) throws InvalidSettingsException {
        return find(key, ConfigShortEntry.class, "short").getShort();
    }

    @Override
    public short getShort(final String key, final short def) {
        return get(key) instanceof ConfigShortEntry entry ? entry.getShort() : def;
    }

    @Override
    public void addShortArray(final String key, final short... values) {
        final ConfigBase array = addConfigBase(key);
        if (values != null) {
            array.addInt(ARRAY_SIZE, values.length);
            for (int i = 0; i < values.length; i++) {
                array.addShort(Integer.toString(i), values[i]);
            }
        }
    }

    @Override
    public short[] getShortArray(final String key) throws InvalidSettingsException {
        final ConfigBase array = getConfigBase(key);
        if (!array.containsKey(ARRAY_SIZE)) {
            return null; // an array that was null when it was saved
        }
        final short[] values = new short[arraySize(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getShort(Integer.toString(i));
        }
        return values;
    }

    @Override
    public short[] getShortArray(final String key, final short... def) {
        try {
            return getShortArray(key);
        } catch (InvalidSettingsException e) {
            return def;
        }
    }

    @Override
    public void addByte(final String key, final byte value) {
        put(new ConfigByteEntry(key, value));
    }

    @Override
    public byte getByte(final String key) throws InvalidSettingsException {
        return find(key, ConfigByteEntry.class, "byte").getByte();
    }

    @Override
    public byte getByte(final String key, final byte def) {
        return get(key) instanceof ConfigByteEntry entry ? entry.getByte() : def;
    }

    @Override
    public void addByteArray(final String key, final byte... values) {
        final ConfigBase array = addConfigBase(key);
        if (values != null) {
            array.addInt(ARRAY_SIZE, values.length);
            for (int i = 0; i < values.length; i++) {
                array.addByte(Integer.toString(i), values[i]);
            }
        }
    }

    @Override
    public byte[] getByteArray(final String key) throws InvalidSettingsException {
        final ConfigBase array = getConfigBase(key);
        if (!array.containsKey(ARRAY_SIZE)) {
            return null; // an array that was null when it was saved
        }
        final byte[] values = new byte[arraySize(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getByte(Integer.toString(i));
        }
        return values;
    }

    @Override
    public byte[] getByteArray(final String key, final byte... def) {
        try {
            return getByteArray(key);
        } catch (InvalidSettingsException e) {
            return def;
        }
    }

    @Override
    public void addChar(final String key, final char value) {
        put(new ConfigCharEntry(key, value));
    }

    @Override
    public char getChar(final String key) throws InvalidSettingsException {
        return find(key, ConfigCharEntry.class, "character").getChar();
    }

    @Override
    public char getChar(final String key, final char def) {
        return get(key) instanceof ConfigCharEntry entry ? entry.getChar() : def;
    }

    @Override
    public void addCharArray(final String key, final char... values) {
        final ConfigBase array = addConfigBase(key);
        if (values != null) {
            array.addInt(ARRAY_SIZE, values.length);
            for (int i = 0; i < values.length; i++) {
                array.addChar(Integer.toString(i), values[i]);
            }
        }
    }

    @Override
    public char[] getCharArray(final String key) throws InvalidSettingsException {
        final ConfigBase array = getConfigBase(key);
        if (!array.containsKey(ARRAY_SIZE)) {
            return null; // an array that was null when it was saved
        }
        final char[] values = new char[arraySize(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getChar(Integer.toString(i));
        }
        return values;
    }

    @Override
    public char[] getCharArray(final String key, final char... def) {
        try {
            return getCharArray(key);
        } catch (InvalidSettingsException e) {
            return def;
        }
    }

    @Override
    public void addBoolean(final String key, final boolean value) {
        put(new ConfigBooleanEntry(key, value));
    }

    @Override
    public boolean getBoolean(final String key) throws InvalidSettingsException {
        return find(key, ConfigBooleanEntry.class, "boolean").getBoolean();
    }

    @Override
    public boolean getBoolean(final String key, final boolean def) {
        return get(key) instanceof ConfigBooleanEntry entry ? entry.getBoolean() : def;
    }

    @Override
    public void addBooleanArray(final String key, final boolean... values) {
        final ConfigBase array = addConfigBase(key);
        if (values != null) {
            array.addInt(ARRAY_SIZE, values.length);
            for (int i = 0; i < values.length; i++) {
                array.addBoolean(Integer.toString(i), values[i]);
            }
        }
    }

    @Override
    public boolean[] getBooleanArray(final String key) throws InvalidSettingsException {
        final ConfigBase array = getConfigBase(key);
        if (!array.containsKey(ARRAY_SIZE)) {
            return null; // an array that was null when it was saved
        }
        final boolean[] values = new boolean[arraySize(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getBoolean(Integer.toString(i));
        }
        return values;
    }

    @Override
    public boolean[] getBooleanArray(final String key, final boolean... def) {
        try {
            return getBooleanArray(key);
        } catch (InvalidSettingsException e) {
            return def;
        }
    }

    @Override
    public void addString(final String key, final String value) {
        put(new ConfigStringEntry(key, value));
    }

    @Override
    public String getString(final String key) throws InvalidSettingsException {
        return find(key, ConfigStringEntry.class, "text").getString();
    }

    @Override
    public String getString(final String key, final String def) {
        return get(key) instanceof ConfigStringEntry entry ? entry.getString() : def;
    }

    @Override
    public void addStringArray(final String key, final String... values) {
        final ConfigBase array = addConfigBase(key);
        if (values != null) {
            array.addInt(ARRAY_SIZE, values.length);
            for (int i = 0; i < values.length; i++) {
                array.addString(Integer.toString(i), values[i]);
            }
        }
    }

    @Override
    public String[] getStringArray(final String key) throws InvalidSettingsException {
        final ConfigBase array = getConfigBase(key);
        if (!array.containsKey(ARRAY_SIZE)) {
            return null; // an array that was null when it was saved
        }
        final String[] values = new String[arraySize(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getString(Integer.toString(i));
        }
        return values;
    }

    @Override
    public String[] getStringArray(final String key, final String... def) {
        try {
            return getStringArray(key);
        } catch (InvalidSettingsException e) {
            return def;
        }
    }
}
