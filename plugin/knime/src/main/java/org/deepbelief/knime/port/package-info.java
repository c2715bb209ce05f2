// SPDX-License-Identifier: Apache-2.0
/**
 * The port {@code DBN}: a deep belief network on its way from node to node. The spec is all that a node downstream
 * needs to configure itself; it is known before anything has run and never loads a native library. The object holds the
 * network itself and is written as the engine's model archive.
 */
package org.deepbelief.knime.port;
