// SPDX-License-Identifier: Apache-2.0
/** The parts of a filter, under the names by which they stand in settings. Not for nodes. */
package org.knime.standin.ui.filter;
