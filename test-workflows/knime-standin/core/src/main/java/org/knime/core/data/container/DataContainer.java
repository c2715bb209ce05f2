// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.container;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTable;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.standin.core.table.DomainCollector;
import org.knime.standin.core.table.RowKeyChecker;
import org.knime.standin.core.table.RowStore;
import org.knime.standin.core.table.StoredTable;

/**
 * Collects rows to a table. Each cell is checked against its column, each key against those before, and domains are
 * computed. Rows beyond the share of memory that tables may take go to a temporary file.
 */
public class DataContainer implements RowAppender {

    /** The number of possible values from which on a column's values count as unknown. */
    public static final int MAX_POSSIBLE_VALUES = 60;

    private final DataTableSpec spec;

    private final Class<?>[] cellClasses; // the one that needs no further look; null for collections

    private final DomainCollector domains; // null if domains are not computed

    private final RowKeyChecker keys; // null if keys are not checked

    private RowStore rows;

    private StoredTable table;

    private boolean closed;

    /** @param spec the columns */
    public DataContainer(final DataTableSpec spec) {
        this(spec, false);
    }

    /**
     * @param spec the columns
     * @param initDomain whether the domains in the spec are kept and widened
     */
    public DataContainer(final DataTableSpec spec, final boolean initDomain) {
        this(spec, initDomain, -1);
    }

    /**
     * @param spec the columns
     * @param initDomain whether the domains in the spec are kept and widened
     * @param maxCellsInMemory from how many cells on rows go to a file, -1 for the default
     */
    public DataContainer(final DataTableSpec spec, final boolean initDomain, final int maxCellsInMemory) {
        this(spec, DataContainerSettings.builder().withInitializedDomain(initDomain).build(), maxCellsInMemory);
    }

    /**
     * @param spec the columns
     * @param settings how rows are checked and domains computed
     */
    public DataContainer(final DataTableSpec spec, final DataContainerSettings settings) {
        this(spec, settings, -1);
    }

    private DataContainer(final DataTableSpec spec, final DataContainerSettings settings,
        final int maxCellsInMemory) {
        this.spec = spec;
        cellClasses = spec.stream().map(DataColumnSpec::getType)
            .map(type -> type.isCollectionType() ? null : type.getCellClass()).toArray(Class<?>[]::new);
        domains = settings.isEnableDomainUpdate()
            ? new DomainCollector(spec, settings.isInitializeDomain(), MAX_POSSIBLE_VALUES) : null;
        keys = settings.isCheckDuplicateRowKeys() ? new RowKeyChecker() : null;
        rows = new RowStore(spec.getNumColumns(), maxCellsInMemory);
    }

    /**
     * Sets how many possible values a column may have; call it before the first row.
     *
     * @param maxPossibleValues the limit
     */
    public void setMaxPossibleValues(final int maxPossibleValues) {
        if (domains != null) {
            domains.setMaxPossibleValues(maxPossibleValues);
        }
    }

    /** @return the columns; with their computed domains once the container is closed */
    public DataTableSpec getTableSpec() {
        return table != null ? table.spec() : spec;
    }

    /**
     * Adds a row.
     *
     * @throws IllegalStateException if the container is closed
     * @throws DataContainerException if the row has another number of cells or a cell does not fit its column
     * @throws org.knime.core.util.DuplicateKeyException if a row of the same key was added before; for tables of very
     *             many rows {@link #close()} throws it
     */
    @Override
    public void addRowToTable(final DataRow row) {
        if (closed) {
            throw new IllegalStateException("The table is closed, no row can be added.");
        }
        check(row);
        if (keys != null) {
            keys.add(row.getKey().getString());
        }
        if (domains != null) {
            domains.add(row);
        }
        rows.add(row);
    }

    private void check(final DataRow row) {
        if (row.getNumCells() != spec.getNumColumns()) {
            throw new DataContainerException("The row \"" + row.getKey() + "\" (number " + (rows.size() + 1) + ") has "
                + row.getNumCells() + " cells, the table " + spec.getNumColumns() + " columns.");
        }
        for (int i = 0; i < cellClasses.length; i++) {
            final DataCell cell = row.getCell(i);
            if (cell != null && cell.getClass() == cellClasses[i]) {
                continue;
            }
            final DataType type = spec.getColumnSpec(i).getType();
            if (cell == null || cell.getClass() != type.getCellClass() && !type.isASuperTypeOf(cell.getType())
                || type.isCollectionType() && !type.isASuperTypeOf(cell.getType())) {
                throw new DataContainerException("The cell in column \"" + spec.getColumnSpec(i).getName()
                    + "\" of row \"" + row.getKey() + "\" is "
                    + (cell == null ? "null" : "\"" + cell + "\" of type " + cell.getType())
                    + ", the column takes " + type + ".");
            }
        }
    }

    /** @return the number of rows so far */
    public long size() {
        return table == null ? rows.size() : table.size();
    }

    /** @return whether rows can be added */
    public boolean isOpen() {
        return !closed;
    }

    /** @return whether no row can be added any longer */
    public boolean isClosed() {
        return closed;
    }

    /** Ends the table; from now on no row can be added. */
    public void close() {
        if (!closed) {
            if (keys != null) {
                keys.finish();
            }
            rows.finish();
            table = new StoredTable(domains == null ? spec : domains.createSpec(), rows);
            rows = null;
            closed = true;
        }
    }

    /** Throws the rows away; for a table that is not finished or not needed any longer. */
    public void dispose() {
        if (keys != null) {
            keys.discard();
        }
        if (rows != null) {
            rows.discard();
        } else {
            table.discard();
        }
        closed = true;
    }

    /**
     * @return the table
     * @throws IllegalStateException if the container is not closed
     */
    public DataTable getTable() {
        if (table == null) {
            throw new IllegalStateException("The table is not closed yet, or was thrown away.");
        }
        return table;
    }
}
