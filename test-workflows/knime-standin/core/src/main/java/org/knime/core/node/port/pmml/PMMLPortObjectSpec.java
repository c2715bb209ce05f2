// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port.pmml;

import java.util.List;

import javax.swing.JComponent;

import org.knime.core.data.DataTableSpec;
import org.knime.core.node.port.PortObjectSpec;

/** The fields of a PMML document. */
public class PMMLPortObjectSpec implements PortObjectSpec {

    private final DataTableSpec table;

    private final List<String> learning;

    private final List<String> target;

    PMMLPortObjectSpec(final DataTableSpec table, final List<String> learning, final List<String> target) {
        this.table = table;
        this.learning = List.copyOf(learning);
        this.target = List.copyOf(target);
    }

    /** @return the document's fields as columns */
    public DataTableSpec getDataTableSpec() {
        return table;
    }

    /** @return the names of the columns that the model reads */
    public List<String> getLearningFields() {
        return learning;
    }

    /** @return the names of the columns that the model predicts */
    public List<String> getTargetFields() {
        return target;
    }

    @Override
    public JComponent[] getViews() {
        return new JComponent[0];
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof PMMLPortObjectSpec spec && table.equals(spec.table) && learning.equals(spec.learning)
            && target.equals(spec.target);
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + target.hashCode();
    }
}
