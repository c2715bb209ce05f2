// SPDX-License-Identifier: Apache-2.0
/** Tests of the Scorer. */
package org.knime.base.node.mine.scorer.accuracy;
