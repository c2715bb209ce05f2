// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

/** What a vector column's cells are made of; the engine sees numbers in every case. */
public enum VectorKind {
    /** A bit vector: 0 or 1. */
    BIT,
    /** A byte vector: 0 to 255. */
    BYTE,
    /** A vector of floating-point numbers. */
    DOUBLE,
    /** A collection (list) of numbers. */
    COLLECTION
}
