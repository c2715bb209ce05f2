// SPDX-License-Identifier: Apache-2.0
/** Controls that choose from a list, and what fills the list. */
package org.knime.node.parameters.widget.choices;
