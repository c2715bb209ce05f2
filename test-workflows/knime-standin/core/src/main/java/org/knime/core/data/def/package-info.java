// SPDX-License-Identifier: Apache-2.0
/** The plain cells and rows. */
package org.knime.core.data.def;
