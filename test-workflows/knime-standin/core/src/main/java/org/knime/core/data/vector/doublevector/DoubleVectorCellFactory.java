// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.doublevector;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataCellFactory;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DoubleCell;

/** Creates cells of vectors of floating point numbers. */
public class DoubleVectorCellFactory implements DataCellFactory {

    /** The type of these cells. */
    public static final DataType TYPE = DataType.getType(DenseDoubleVectorCell.class, DoubleCell.TYPE);

    @Override
    public DataType getDataType() {
        return TYPE;
    }

    /**
     * @param values the values
     * @return a cell of them
     */
    public static DataCell createCell(final double... values) {
        return new DenseDoubleVectorCell(values.clone());
    }
}
