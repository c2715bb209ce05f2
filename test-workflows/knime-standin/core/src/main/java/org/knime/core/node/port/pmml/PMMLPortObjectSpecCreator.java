// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port.pmml;

import java.util.List;

import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.NominalValue;

/** Makes the specs of PMML documents. */
public class PMMLPortObjectSpecCreator {

    private final DataTableSpec table;

    private List<String> learning = List.of();

    private List<String> target = List.of();

    /** @param tableSpec the document's fields as columns */
    public PMMLPortObjectSpecCreator(final DataTableSpec tableSpec) {
        table = tableSpec;
    }

    /**
     * @param learningCols the names of the columns that the model reads, numbers or nominal ones
     * @throws IllegalArgumentException if there is no such column
     */
    public void setLearningColsNames(final List<String> learningCols) {
        learning = checked(learningCols);
    }

    /**
     * @param targetCol the name of the column that the model predicts, of numbers or nominal
     * @throws IllegalArgumentException if there is no such column
     */
    public void setTargetColName(final String targetCol) {
        target = checked(List.of(targetCol));
    }

    private List<String> checked(final List<String> names) {
        for (final String name : names) {
            final var column = table.getColumnSpec(name);
            if (column == null || !column.getType().isCompatible(DoubleValue.class)
                && !column.getType().isCompatible(NominalValue.class)) {
                throw new IllegalArgumentException("PMML knows numbers and nominal columns, not \"" + name + "\".");
            }
        }
        return List.copyOf(names);
    }

    /** @return the spec */
    public PMMLPortObjectSpec createSpec() {
        return new PMMLPortObjectSpec(table, learning, target);
    }
}
