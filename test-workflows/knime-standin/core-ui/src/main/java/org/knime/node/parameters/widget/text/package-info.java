// SPDX-License-Identifier: Apache-2.0
/** Controls for texts. */
package org.knime.node.parameters.widget.text;
