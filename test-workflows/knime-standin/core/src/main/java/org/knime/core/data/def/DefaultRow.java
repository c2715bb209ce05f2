// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.def;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.RowKey;

/** A row that holds its cells. */
public class DefaultRow implements DataRow {

    private final RowKey key;

    private final DataCell[] cells;

    /**
     * @param key the key
     * @param cells the cells, none null
     */
    public DefaultRow(final RowKey key, final DataCell... cells) {
        this.key = key;
        this.cells = cells.clone();
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] == null) {
                throw new NullPointerException("Cell " + i + " of row \"" + key + "\" is null; use a missing cell.");
            }
        }
    }

    /**
     * @param key the key
     * @param cells the cells, none null
     */
    public DefaultRow(final String key, final DataCell... cells) {
        this(new RowKey(key), cells);
    }

    /**
     * @param key the key
     * @param cells the cells, none null
     */
    public DefaultRow(final RowKey key, final List<DataCell> cells) {
        this(key, cells.toArray(DataCell[]::new));
    }

    /**
     * @param key the key
     * @param cells the cells, none null
     */
    public DefaultRow(final String key, final List<DataCell> cells) {
        this(new RowKey(key), cells);
    }

    /**
     * @param key the key
     * @param cells the cells' values
     */
    public DefaultRow(final RowKey key, final double... cells) {
        this(key, Arrays.stream(cells).mapToObj(DoubleCell::new).toArray(DataCell[]::new));
    }

    /**
     * @param key the key
     * @param cells the cells' values
     */
    public DefaultRow(final String key, final double... cells) {
        this(new RowKey(key), cells);
    }

    /**
     * @param key the key
     * @param cells the cells' values
     */
    public DefaultRow(final RowKey key, final int... cells) {
        this(key, Arrays.stream(cells).mapToObj(IntCell::new).toArray(DataCell[]::new));
    }

    /**
     * @param key the key
     * @param cells the cells' values
     */
    public DefaultRow(final String key, final int... cells) {
        this(new RowKey(key), cells);
    }

    /**
     * @param key the key
     * @param cells the cells' texts
     */
    public DefaultRow(final RowKey key, final String... cells) {
        this(key, Arrays.stream(cells).map(StringCell::new).toArray(DataCell[]::new));
    }

    /**
     * @param key the key
     * @param cells the cells' texts
     */
    public DefaultRow(final String key, final String... cells) {
        this(new RowKey(key), cells);
    }

    /**
     * @param key the new key
     * @param row the row whose cells are taken
     */
    public DefaultRow(final RowKey key, final DataRow row) {
        this(key, row.stream().toArray(DataCell[]::new));
    }

    /**
     * @param key the new key
     * @param row the row whose cells are taken
     */
    public DefaultRow(final String key, final DataRow row) {
        this(new RowKey(key), row);
    }

    @Override
    public final int getNumCells() {
        return cells.length;
    }

    @Override
    public final RowKey getKey() {
        return key;
    }

    @Override
    public final DataCell getCell(final int index) {
        return cells[index];
    }

    @Override
    public Iterator<DataCell> iterator() {
        return Arrays.asList(cells).iterator();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DefaultRow row && key.equals(row.key) && Arrays.equals(cells, row.cells);
    }

    @Override
    public int hashCode() {
        return key.hashCode() ^ Arrays.hashCode(cells);
    }

    @Override
    public String toString() {
        return key + ": " + Arrays.toString(cells);
    }
}
