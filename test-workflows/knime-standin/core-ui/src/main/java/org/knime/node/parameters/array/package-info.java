// SPDX-License-Identifier: Apache-2.0
/** Widgets for arrays of settings groups. */
package org.knime.node.parameters.array;
