// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.mine.scorer.accuracy;

import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.migration.Migrate;
import org.knime.node.parameters.persistence.Persist;

/** What a Scorer is told. */
final class ScorerParameters implements NodeParameters {

    @Widget(title = "Actual column", description = "The column with the true classes.")
    @Persist(configKey = "first")
    String m_actual;

    @Widget(title = "Predicted column", description = "The column with the predicted classes.")
    @Persist(configKey = "second")
    String m_predicted;

    @Persist(configKey = "flowVarPrefix")
    @Migrate(loadDefaultIfAbsent = true)
    String m_flowVariablePrefix;

    @Migrate(loadDefaultIfAbsent = true)
    boolean m_sortingReversed;

    // the number of a strategy: 0 in the order of the data, 1 as numbers, 2 as texts, 3 unsorted
    @Migrate(loadDefaultIfAbsent = true)
    int m_sortingStrategy;

    @Widget(title = "Ignore missing values", description = "Otherwise a missing class is an error.")
    @Persist(configKey = "ignore.missing.values")
    @Migrate(loadDefaultIfAbsent = true)
    boolean m_ignoreMissingValues = true;
}
