// SPDX-License-Identifier: Apache-2.0
/** Table Partitioner under KNIME's name. Its random rows are not those that KNIME draws with the same seed. */
package org.knime.base.node.preproc.partition;
