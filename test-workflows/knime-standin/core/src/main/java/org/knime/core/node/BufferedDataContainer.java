// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.DataContainer;
import org.knime.core.data.container.DataContainerSettings;
import org.knime.standin.core.table.TableSource;

/** Collects the rows of a node's output table. */
public class BufferedDataContainer extends DataContainer {

    private BufferedDataTable table;

    BufferedDataContainer(final DataTableSpec spec, final DataContainerSettings settings) {
        super(spec, settings);
    }

    BufferedDataContainer(final DataTableSpec spec, final boolean initDomain, final int maxCellsInMemory) {
        super(spec, initDomain, maxCellsInMemory);
    }

    /** @return the table; the container must have been closed */
    @Override
    public BufferedDataTable getTable() {
        if (table == null) {
            table = new BufferedDataTable((TableSource)super.getTable());
        }
        return table;
    }
}
