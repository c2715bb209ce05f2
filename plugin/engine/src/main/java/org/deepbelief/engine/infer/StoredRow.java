// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

/** Results as the engine stores them, in single precision; used for one row after the other. */
class StoredRow implements RowResults {

    private float[] results;

    final StoredRow of(final float[] row) {
        results = row;
        return this;
    }

    @Override
    public final int size() {
        return results.length;
    }

    @Override
    public double at(final int index) {
        return results[index];
    }
}
