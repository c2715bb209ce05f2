// SPDX-License-Identifier: Apache-2.0
/** Tests of K Nearest Neighbor. */
package org.knime.base.node.mine.knn;
