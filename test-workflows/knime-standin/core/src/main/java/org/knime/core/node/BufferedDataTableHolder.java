// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

/** A node model whose internal tables (a view's data) are saved with the workflow. */
public interface BufferedDataTableHolder {

    /** @return the tables to keep, may be null */
    BufferedDataTable[] getInternalTables();

    /** @param tables the tables as they were kept */
    void setInternalTables(BufferedDataTable[] tables);
}
