// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.mine.knn;

import java.util.Optional;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;
import org.knime.node.parameters.widget.choices.util.ColumnSelectionUtil;

/** K Nearest Neighbor: by Euclidean distance over all columns of numbers of the training table. */
public final class KnnNodeFactory2 extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create() //
        .name("K Nearest Neighbor") //
        .icon("knn.png") //
        .shortDescription("Classifies rows by the classes of the nearest training rows.") //
        .fullDescription("Classifies rows by a vote of the nearest training rows, by Euclidean distance.") //
        .sinceVersion(1, 0, 0) //
        .ports(ports -> ports.addInputTable("Training data", "Rows whose classes are known.") //
            .addInputTable("Test data", "Rows to classify.") //
            .addOutputTable("Classified data", "The test data with the predicted class.")) //
        .model(model -> model.parametersClass(KnnParameters.class) //
            .configure(KnnNodeFactory2::configure) //
            .execute(KnnNodeFactory2::execute)) //
        .nodeType(NodeType.Predictor);

    /** Makes K Nearest Neighbors. */
    public KnnNodeFactory2() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final KnnParameters parameters = input.getParameters();
        final var training = input.getInTableSpec(0);
        final var test = input.getInTableSpec(1);
        if (training == null || test == null) {
            return;
        }
        featureColumns(parameters, training, test);
        output.setOutSpec(0, new DataTableSpec(test, new DataTableSpec(prediction(parameters, training, test))));
    }

    private static String[] featureColumns(final KnnParameters parameters, final DataTableSpec training,
        final DataTableSpec test) throws InvalidSettingsException {
        if (!training.containsName(parameters.m_classColumn)) {
            throw new InvalidSettingsException("The training table has no column \"" + parameters.m_classColumn
                + "\" with the classes.");
        }
        final var names = ColumnSelectionUtil.getDoubleColumns(training).stream().map(DataColumnSpec::getName)
            .filter(name -> !name.equals(parameters.m_classColumn)).toArray(String[]::new);
        if (names.length == 0) {
            throw new InvalidSettingsException("The training table has no columns of numbers.");
        }
        for (final var name : names) {
            if (!test.containsName(name) || !test.getColumnSpec(name).getType().isCompatible(DoubleValue.class)) {
                throw new InvalidSettingsException("The test table has no column \"" + name + "\" of numbers.");
            }
        }
        return names;
    }

    private static DataColumnSpec prediction(final KnnParameters parameters, final DataTableSpec training,
        final DataTableSpec test) {
        final var creator = new DataColumnSpecCreator(training.getColumnSpec(parameters.m_classColumn));
        creator.setName(DataTableSpec.getUniqueColumnName(test, "Class [kNN]"));
        return creator.createSpec();
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        final KnnParameters parameters = input.getParameters();
        final var training = input.getInTable(0);
        final var test = input.getInTable(1);
        final var exec = input.getExecutionContext();
        final String[] names;
        try {
            names = featureColumns(parameters, training.getDataTableSpec(), test.getDataTableSpec());
        } catch (InvalidSettingsException e) {
            throw new KNIMEException(e.getMessage(), e);
        }
        final var known = learn(parameters, training, names);
        if (known.isEmpty()) {
            throw new KNIMEException("The training table has no row without missing values.");
        }
        final var columns = test.getDataTableSpec().columnsToIndices(names);
        final var container = exec.createDataContainer(new DataTableSpec(
            prediction(parameters, training.getDataTableSpec(), test.getDataTableSpec())), true);
        try (var rows = test.iterator()) {
            for (var number = 0L; rows.hasNext(); number++) {
                exec.checkCanceled();
                exec.setProgress((double)number / test.size());
                final var row = rows.next();
                container.addRowToTable(new DefaultRow(row.getKey(),
                    numbers(row, columns).map(known::vote).orElseGet(DataType::getMissingCell)));
            }
        } finally {
            container.close();
        }
        output.setOutData(0, exec.createJoinedTable(test, container.getTable(), new ExecutionMonitor()));
    }

    private static NearestRows learn(final KnnParameters parameters, final BufferedDataTable training,
        final String[] names) {
        final var columns = training.getDataTableSpec().columnsToIndices(names);
        final var classColumn = training.getDataTableSpec().findColumnIndex(parameters.m_classColumn);
        final var known = new NearestRows(parameters.m_k, parameters.m_weightByDistance);
        try (var rows = training.iterator()) {
            while (rows.hasNext()) {
                final var row = rows.next();
                final var rowClass = row.getCell(classColumn);
                if (!rowClass.isMissing()) {
                    numbers(row, columns).ifPresent(values -> known.add(values, rowClass));
                }
            }
        }
        return known;
    }

    /** @return the row's numbers, empty if one is missing */
    private static Optional<double[]> numbers(final DataRow row, final int[] columns) {
        final var numbers = new double[columns.length];
        for (var i = 0; i < columns.length; i++) {
            final DataCell cell = row.getCell(columns[i]);
            if (cell.isMissing()) {
                return Optional.empty();
            }
            numbers[i] = ((DoubleValue)cell).getDoubleValue();
        }
        return Optional.of(numbers);
    }
}
