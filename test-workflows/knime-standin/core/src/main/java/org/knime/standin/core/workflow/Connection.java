// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

/**
 * A connection between two nodes. Port 0 is that of flow variables.
 *
 * @param source the id of the node that gives
 * @param sourcePort its output port
 * @param destination the id of the node that takes
 * @param destinationPort its input port
 */
public record Connection(int source, int sourcePort, int destination, int destinationPort) {
}
