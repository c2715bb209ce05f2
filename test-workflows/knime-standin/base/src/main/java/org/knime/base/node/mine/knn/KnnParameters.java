// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.mine.knn;

import org.knime.core.data.NominalValue;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.widget.choices.util.ColumnSelectionUtil;

/** What a K Nearest Neighbor is told. */
final class KnnParameters implements NodeParameters {

    @Widget(title = "Column with class labels", description = "The column of the training table with the classes.")
    String m_classColumn = "";

    @Widget(title = "Number of neighbours", description = "How many training rows vote.")
    int m_k = 3;

    @Widget(title = "Weight by distance", description = "Whether nearer rows count more.")
    boolean m_weightByDistance;

    @Widget(title = "Output class probabilities", description = "Whether there is a column for each class.")
    boolean m_outputClassProbabilities;

    KnnParameters() {
    }

    KnnParameters(final NodeParametersInput input) {
        ColumnSelectionUtil.getCompatibleColumnsOfFirstPort(input, NominalValue.class).stream().findFirst()
            .ifPresent(column -> m_classColumn = column.getName());
    }

    @Override
    public void validate() throws InvalidSettingsException {
        if (m_k < 1) {
            throw new InvalidSettingsException("The number of neighbours must be at least 1, not " + m_k + ".");
        }
        if (m_outputClassProbabilities) {
            throw new InvalidSettingsException("Class probabilities are not available here.");
        }
    }
}
