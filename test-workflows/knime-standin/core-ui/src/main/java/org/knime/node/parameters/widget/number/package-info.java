// SPDX-License-Identifier: Apache-2.0
/** Controls for numbers. */
package org.knime.node.parameters.widget.number;
