// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.preproc.partition;

import java.util.Optional;

import org.knime.core.data.NominalValue;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.persistence.Persist;
import org.knime.node.parameters.widget.choices.util.ColumnSelectionUtil;

/** What a Table Partitioner is told. */
final class PartitionParameters implements NodeParameters {

    enum CountMode {
        RELATIVE, ABSOLUTE
    }

    enum SamplingMode {
        RANDOM, STRATIFIED, LINEAR, FIRST_ROWS
    }

    enum ActionOnEmptyInput {
        FAIL, OUTPUT_EMPTY
    }

    @Widget(title = "First partition type", description = "Whether the first partition is a share or a number.")
    CountMode m_partitioningMode = CountMode.RELATIVE;

    @Widget(title = "Relative size", description = "The share of the rows in the first partition, in percent.")
    double m_percentage = 70;

    @Widget(title = "Number of rows", description = "The number of rows in the first partition.")
    long m_rowCount = 100;

    @Widget(title = "Sampling strategy", description = "Which rows go to the first partition.")
    SamplingMode m_mode = SamplingMode.RANDOM;

    @Widget(title = "Group column", description = "The column whose values both partitions have in the same shares.")
    @Persist(configKey = "class_column")
    String m_classColumn = "";

    @Widget(title = "Fixed random seed", description = "Draws the same rows at each execution.")
    Optional<Long> m_seed = Optional.of(1678807467440L);

    @Widget(title = "If input table is empty", description = "Whether the node fails or its output is empty, too.")
    ActionOnEmptyInput m_actionEmpty = ActionOnEmptyInput.FAIL;

    PartitionParameters() {
    }

    PartitionParameters(final NodeParametersInput input) {
        ColumnSelectionUtil.getCompatibleColumns(input, 0, NominalValue.class).stream().findFirst()
            .ifPresent(column -> m_classColumn = column.getName());
    }

    @Override
    public void validate() throws InvalidSettingsException {
        if (!(m_percentage >= 0 && m_percentage <= 100)) {
            throw new InvalidSettingsException("The relative size must be between 0 and 100 %, not " + m_percentage
                + " %.");
        }
        if (m_rowCount < 1) {
            throw new InvalidSettingsException("The number of rows must be at least 1, not " + m_rowCount + ".");
        }
    }

    /** @return the number of rows in the first partition of a table of the given size */
    long firstSize(final long rows) {
        return m_partitioningMode == CountMode.ABSOLUTE ? Math.min(rows, m_rowCount)
            : (long)(rows * m_percentage / 100);
    }
}
