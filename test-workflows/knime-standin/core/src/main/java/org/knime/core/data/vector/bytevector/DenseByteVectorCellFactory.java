// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.bytevector;

/** Creates cells of vectors of counts from 0 to 255. */
public class DenseByteVectorCellFactory {

    private final DenseByteVector counts;

    /** @param length the number of counts, all 0 */
    public DenseByteVectorCellFactory(final int length) {
        counts = new DenseByteVector(length);
    }

    /** @param vector the counts */
    public DenseByteVectorCellFactory(final DenseByteVector vector) {
        counts = new DenseByteVector(vector);
    }

    /**
     * @param index a position, from 0
     * @param count the count, 0 to 255
     */
    public void setValue(final int index, final int count) {
        counts.set(index, count);
    }

    /** @return a cell of the counts as they are */
    public DenseByteVectorCell createDataCell() {
        return new DenseByteVectorCell(new DenseByteVector(counts));
    }
}
