// SPDX-License-Identifier: Apache-2.0
/** The node that fuses networks into one of several senses. */
package org.deepbelief.knime.fuse;
