// SPDX-License-Identifier: Apache-2.0
/** Shorthands for references. */
package org.knime.node.parameters.updates.util;
