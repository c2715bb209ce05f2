// SPDX-License-Identifier: Apache-2.0
/**
 * KNIME tables and the engine's samples, both ways: which columns a network can read, how its encoding is fitted to a
 * table, how rows become units, and how results become columns. The only package that touches data cells. Tables are
 * read row by row and written in chunks; nothing here grows with the number of rows.
 */
package org.deepbelief.knime.table;
