// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;
import org.knime.core.data.MissingCell;
import org.knime.core.data.def.BooleanCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.config.base.ConfigBase;

/** A configuration that may hold cells and types. */
public abstract class Config extends ConfigBase implements ConfigRO, ConfigWO {

    private static final long serialVersionUID = 1L;

    private static final String DATA_CELL = "datacell";

    /** @param key the configuration's key */
    protected Config(final String key) {
        super(key);
    }

    @Override
    public abstract Config getInstance(String key);

    @Override
    public final Config addConfig(final String key) {
        return (Config)addConfigBase(key);
    }

    /** @param config the configuration to nest under its own key */
    protected final void addConfig(final Config config) {
        addConfigBase(config);
    }

    @Override
    public final Config getConfig(final String key) throws InvalidSettingsException {
        return (Config)getConfigBase(key);
    }

    @Override
    public void addDataCell(final String key, final DataCell cell) {
        final Config config = addConfig(key);
        if (cell == null) {
            config.addString(DATA_CELL, null);
            return;
        }
        final String name = cell.getClass().getName();
        config.addString(DATA_CELL, name);
        final Config value = config.addConfig(name);
        final String simpleName = cell.getClass().getSimpleName();
        if (cell instanceof IntCell number) {
            value.addInt(simpleName, number.getIntValue());
        } else if (cell instanceof LongCell number) {
            value.addLong(simpleName, number.getLongValue());
        } else if (cell instanceof BooleanCell bool) {
            value.addBoolean(simpleName, bool.getBooleanValue());
        } else if (cell instanceof DoubleCell number) {
            value.addDouble(simpleName, number.getDoubleValue());
        } else if (cell instanceof StringCell text) {
            value.addString(simpleName, text.getStringValue());
        } else if (cell instanceof MissingCell missing) {
            value.addString(simpleName, missing.getError());
        } else {
            throw new IllegalArgumentException("A cell of " + name + " cannot be kept in settings.");
        }
    }

    @Override
    public DataCell getDataCell(final String key) throws InvalidSettingsException {
        final Config config = getConfig(key);
        final String name = config.getString(DATA_CELL);
        if (name == null) {
            return null;
        }
        final Config value = config.getConfig(name);
        final String simpleName = name.substring(name.lastIndexOf('.') + 1);
        return switch (simpleName) {
            case "IntCell" -> new IntCell(value.getInt(simpleName));
            case "LongCell" -> new LongCell(value.getLong(simpleName));
            case "BooleanCell" -> BooleanCell.get(value.getBoolean(simpleName));
            case "DoubleCell" -> new DoubleCell(value.getDouble(simpleName));
            case "StringCell" -> new StringCell(value.getString(simpleName));
            case "MissingCell" -> new MissingCell(value.getString(simpleName, null));
            default -> throw new InvalidSettingsException("The cell \"" + key + "\" is of the unknown " + name + ".");
        };
    }

    @Override
    public void addDataCellArray(final String key, final DataCell... cells) {
        final Config array = addConfig(key);
        if (cells != null) {
            array.addInt("array-size", cells.length);
            for (int i = 0; i < cells.length; i++) {
                array.addDataCell(Integer.toString(i), cells[i]);
            }
        }
    }

    @Override
    public DataCell[] getDataCellArray(final String key) throws InvalidSettingsException {
        final Config array = getConfig(key);
        final int size = array.getInt("array-size");
        if (size < 0 || size > array.keySet().size() - 1) {
            throw new InvalidSettingsException("The array \"" + key + "\" claims " + size + " cells but holds "
                + (array.keySet().size() - 1) + ".");
        }
        final DataCell[] cells = new DataCell[size];
        for (int i = 0; i < size; i++) {
            cells[i] = array.getDataCell(Integer.toString(i));
        }
        return cells;
    }

    @Override
    public void addDataType(final String key, final DataType type) {
        type.save(addConfig(key));
    }

    @Override
    public DataType getDataType(final String key) throws InvalidSettingsException {
        return DataType.load(getConfig(key));
    }
}
