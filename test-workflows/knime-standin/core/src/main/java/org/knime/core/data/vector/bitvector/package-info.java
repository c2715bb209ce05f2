// SPDX-License-Identifier: Apache-2.0
/** Vectors of bits. Sparse vectors are not offered. */
package org.knime.core.data.vector.bitvector;
