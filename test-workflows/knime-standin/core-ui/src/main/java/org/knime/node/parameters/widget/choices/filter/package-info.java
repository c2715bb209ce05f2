// SPDX-License-Identifier: Apache-2.0
/** Choices of several columns or strings: by hand, by pattern, by type. */
package org.knime.node.parameters.widget.choices.filter;
