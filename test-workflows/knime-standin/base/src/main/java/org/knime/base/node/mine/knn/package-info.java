// SPDX-License-Identifier: Apache-2.0
/** K Nearest Neighbor under KNIME's name; by comparing all rows, without class probabilities. */
package org.knime.base.node.mine.knn;
