// SPDX-License-Identifier: Apache-2.0
/** Vectors of floating point numbers. */
package org.knime.core.data.vector.doublevector;
