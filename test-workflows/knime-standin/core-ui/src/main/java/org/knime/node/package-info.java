// SPDX-License-Identifier: Apache-2.0
/**
 * A node declared in one expression: texts, ports, parameters, what it does, its view. Ports are fixed; nodes with
 * configurable ports and streamed column rearrangers are not offered.
 */
package org.knime.node;
