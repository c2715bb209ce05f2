// SPDX-License-Identifier: Apache-2.0
/**
 * Reading and writing CSV files in the form that KNIME's CSV nodes have. One file at a time; no transformations of
 * columns.
 */
package org.knime.standin.base.csv;
