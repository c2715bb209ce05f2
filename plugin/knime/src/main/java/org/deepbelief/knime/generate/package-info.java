// SPDX-License-Identifier: Apache-2.0
/** The node that lets a network dream up rows. */
package org.deepbelief.knime.generate;
