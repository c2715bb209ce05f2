// SPDX-License-Identifier: Apache-2.0
/** Checks of arguments, states and settings. */
package org.knime.core.node.util;
