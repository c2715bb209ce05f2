// SPDX-License-Identifier: Apache-2.0
/** The node that shows rows as a network sees them: reconstructed, filled in, and with how likely they are. */
package org.deepbelief.knime.reconstruct;
