// SPDX-License-Identifier: Apache-2.0
/** Cells, types, specs and rows. Renderers, icons and view properties (colour, shape, size) are not offered. */
package org.knime.core.data;
