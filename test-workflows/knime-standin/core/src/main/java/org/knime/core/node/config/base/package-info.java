// SPDX-License-Identifier: Apache-2.0
/** Configurations of plain values and their XML form. Passwords and transient strings are not offered. */
package org.knime.core.node.config.base;
