// SPDX-License-Identifier: Apache-2.0
/** Tests of the Table Partitioner. */
package org.knime.base.node.preproc.partition;
