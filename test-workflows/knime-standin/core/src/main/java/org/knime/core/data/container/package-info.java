// SPDX-License-Identifier: Apache-2.0
/** Collecting rows to tables, and adding columns to tables. */
package org.knime.core.data.container;
