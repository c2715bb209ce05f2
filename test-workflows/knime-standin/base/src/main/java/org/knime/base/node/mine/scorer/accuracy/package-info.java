// SPDX-License-Identifier: Apache-2.0
/** Scorer under KNIME's name. Its figures come as tables only, not as flow variables. */
package org.knime.base.node.mine.scorer.accuracy;
