// SPDX-License-Identifier: Apache-2.0
/**
 * What the nodes do alike while they run: tell progress, answer a cancel, turn what goes wrong into a message on the
 * node, and keep the training rows within their memory.
 */
package org.deepbelief.knime.execution;
