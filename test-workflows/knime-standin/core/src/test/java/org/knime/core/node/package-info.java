// SPDX-License-Identifier: Apache-2.0
/** Tests of settings, tables and progress. */
package org.knime.core.node;
