// SPDX-License-Identifier: Apache-2.0
/** The node that makes a deep belief network and trains it one layer at a time, without a target. */
package org.deepbelief.knime.pretrain;
