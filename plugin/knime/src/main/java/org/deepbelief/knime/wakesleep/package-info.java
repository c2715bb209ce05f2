// SPDX-License-Identifier: Apache-2.0
/** The node that tunes recognition and generation of a whole network together, by the wake-sleep algorithm. */
package org.deepbelief.knime.wakesleep;
