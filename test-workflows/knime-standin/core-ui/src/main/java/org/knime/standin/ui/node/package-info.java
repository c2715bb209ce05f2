// SPDX-License-Identifier: Apache-2.0
/** Declared nodes as data, and the node model made from them. */
package org.knime.standin.ui.node;
