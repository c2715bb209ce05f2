// SPDX-License-Identifier: Apache-2.0
/** Lists and sets of cells as cells. Sparse lists are not offered. */
package org.knime.core.data.collection;
