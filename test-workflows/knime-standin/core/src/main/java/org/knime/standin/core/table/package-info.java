// SPDX-License-Identifier: Apache-2.0
/**
 * Tables behind {@link org.knime.core.node.BufferedDataTable}: rows in memory or a temporary file, and views of several
 * tables as one. Only the cells of org.knime.core can go to a file.
 */
package org.knime.standin.core.table;
