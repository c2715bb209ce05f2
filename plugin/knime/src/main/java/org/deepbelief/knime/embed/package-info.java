// SPDX-License-Identifier: Apache-2.0
/** The node that lays the rows out in a map, above a network and with it. */
package org.deepbelief.knime.embed;
