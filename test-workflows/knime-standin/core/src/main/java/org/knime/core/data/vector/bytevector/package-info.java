// SPDX-License-Identifier: Apache-2.0
/** Vectors of bytes, counts from 0 to 255. Sparse vectors are not offered. */
package org.knime.core.data.vector.bytevector;
