// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.Arrays;

import org.deepbelief.knime.port.InputKind;
import org.knime.core.data.DataCell;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.collection.CollectionDataValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.vector.bitvector.BitVectorValue;
import org.knime.core.data.vector.bytevector.ByteVectorValue;
import org.knime.core.data.vector.doublevector.DoubleVectorValue;

/** The numbers in cells. */
final class Cells {

    private Cells() {
    }

    /** The number in the cell; the usual class is asked for first, since an interface takes longer to find. */
    static double number(final DataCell cell) {
        if (cell instanceof DoubleCell number) {
            return number.getDoubleValue();
        }
        return ((DoubleValue)cell).getDoubleValue();
    }

    /**
     * The elements of a vector or collection; a missing element is NaN.
     *
     * @param cell the cell
     * @param kind what it holds
     * @param reuse an array to take if it has the right length
     */
    static double[] elements(final DataCell cell, final InputKind kind, final double[] reuse) {
        switch (kind) {
            case BIT_VECTOR: {
                final BitVectorValue bits = (BitVectorValue)cell;
                final double[] elements = sized(reuse, Math.toIntExact(bits.length()));
                Arrays.fill(elements, 0);
                for (long set = bits.nextSetBit(0); set >= 0; set = bits.nextSetBit(set + 1)) {
                    elements[(int)set] = 1;
                }
                return elements;
            }
            case BYTE_VECTOR: {
                final ByteVectorValue bytes = (ByteVectorValue)cell;
                final double[] elements = sized(reuse, Math.toIntExact(bytes.length()));
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = bytes.get(i);
                }
                return elements;
            }
            case DOUBLE_VECTOR: {
                final DoubleVectorValue doubles = (DoubleVectorValue)cell;
                final double[] elements = sized(reuse, doubles.getLength());
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = doubles.getValue(i);
                }
                return elements;
            }
            case COLLECTION: {
                final CollectionDataValue collection = (CollectionDataValue)cell;
                final double[] elements = sized(reuse, collection.size());
                int i = 0;
                for (final DataCell element : collection) {
                    elements[i++] = element.isMissing() ? Double.NaN : number(element);
                }
                return elements;
            }
            default:
                throw new IllegalArgumentException(kind + " is no vector.");
        }
    }

    private static double[] sized(final double[] reuse, final int length) {
        return reuse != null && reuse.length == length ? reuse : new double[length];
    }
}
