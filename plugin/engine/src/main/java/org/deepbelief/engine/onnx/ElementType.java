// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

/** What the elements of a tensor are, by the numbers that onnx.proto gives them. */
enum ElementType {

    FLOAT(1), INT64(7), STRING(8), BOOL(9), DOUBLE(11);

    private final int number;

    ElementType(final int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
