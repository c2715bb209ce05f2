// SPDX-License-Identifier: Apache-2.0
/** Messages inside a dialog. */
package org.knime.node.parameters.widget.message;
