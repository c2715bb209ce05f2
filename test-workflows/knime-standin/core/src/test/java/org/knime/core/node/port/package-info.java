// SPDX-License-Identifier: Apache-2.0
/** Tests of port objects in files. */
package org.knime.core.node.port;
