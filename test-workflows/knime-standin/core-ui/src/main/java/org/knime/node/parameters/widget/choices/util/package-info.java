// SPDX-License-Identifier: Apache-2.0
/** Providers of columns by type. */
package org.knime.node.parameters.widget.choices.util;
