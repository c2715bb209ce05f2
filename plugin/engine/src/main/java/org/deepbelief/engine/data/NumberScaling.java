// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

/** How numbers become unit values: {@code unit = (x - offset) / scale}. */
public enum NumberScaling {

    /** As they are: offset 0, scale 1. */
    NONE,

    /** To the range 0 to 1: the offset is the training column's minimum, the scale its range. */
    MIN_MAX,

    /** To mean 0 and standard deviation 1: the offset is the training column's mean, the scale its deviation. */
    Z_SCORE
}
