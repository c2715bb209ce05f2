// SPDX-License-Identifier: Apache-2.0
/** Messages on nodes: a summary, details, and what to do. */
package org.knime.core.node.message;
