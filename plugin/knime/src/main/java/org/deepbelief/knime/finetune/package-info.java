// SPDX-License-Identifier: Apache-2.0
/** The node that tunes a network by backpropagation: for a class, for a number, or for reconstruction. */
package org.deepbelief.knime.finetune;
