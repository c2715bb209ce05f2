// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

/** What a vector column's cells are made of; the engine sees numbers in every case. */
public enum VectorKind {
    /** A bit vector: 0 or 1. */
    BIT("bit vector"),
    /** A byte vector: 0 to 255. */
    BYTE("byte vector"),
    /** A vector of floating-point numbers. */
    DOUBLE("double vector"),
    /** A collection (list) of numbers. */
    COLLECTION("collection of numbers");

    private final String words;

    VectorKind(final String words) {
        this.words = words;
    }

    /** The kind as a message names it. */
    public String words() {
        return words;
    }
}
