// SPDX-License-Identifier: Apache-2.0
/** Configurations that also hold data cells, data types and row keys. */
package org.knime.core.node.config;
