// SPDX-License-Identifier: Apache-2.0
/** The node that appends what a network's layers make of each row. */
package org.deepbelief.knime.features;
