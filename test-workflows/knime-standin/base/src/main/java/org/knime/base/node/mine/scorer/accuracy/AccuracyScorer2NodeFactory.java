// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.mine.scorer.accuracy;

import java.text.Collator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;

/** Scorer. */
public final class AccuracyScorer2NodeFactory extends DefaultNodeFactory {

    private static final String[] COUNTS = {"TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives"};

    private static final String[] FIGURES =
        {"Recall", "Precision", "Sensitivity", "Specificity", "F-measure", "Accuracy", "Cohen's kappa"};

    private static final DefaultNode NODE = DefaultNode.create() //
        .name("Scorer") //
        .icon("scorer.png") //
        .shortDescription("Compares two columns of classes.") //
        .fullDescription("Compares the true with the predicted classes: confusion matrix and accuracy statistics.") //
        .sinceVersion(3, 0, 0) //
        .ports(ports -> ports.addInputTable("Input table", "The table with both columns.") //
            .addOutputTable("Confusion matrix", "How often each true class (row) was predicted as each class.") //
            .addOutputTable("Accuracy statistics", "Figures of each class and of all together.")) //
        .model(model -> model.parametersClass(ScorerParameters.class) //
            .configure(AccuracyScorer2NodeFactory::configure) //
            .execute(AccuracyScorer2NodeFactory::execute)) //
        .nodeType(NodeType.Other);

    /** Makes Scorers. */
    public AccuracyScorer2NodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final ScorerParameters parameters = input.getParameters();
        if (parameters.m_actual == null || parameters.m_predicted == null) {
            throw new InvalidSettingsException("No columns selected yet.");
        }
        final var spec = input.getInTableSpec(0);
        for (final var column : List.of(parameters.m_actual, parameters.m_predicted)) {
            if (spec != null && !spec.containsName(column)) {
                throw new InvalidSettingsException("Column \"" + column + "\" not found.");
            }
        }
        output.setOutSpec(1, statisticsSpec());
    }

    private static DataTableSpec statisticsSpec() {
        final var names = new ArrayList<>(List.of(COUNTS));
        names.addAll(List.of(FIGURES));
        final var types = new DataType[names.size()];
        Arrays.fill(types, 0, COUNTS.length, IntCell.TYPE);
        Arrays.fill(types, COUNTS.length, types.length, DoubleCell.TYPE);
        return new DataTableSpec(names.toArray(String[]::new), types);
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        final ScorerParameters parameters = input.getParameters();
        final var table = input.getInTable(0);
        final var actual = table.getDataTableSpec().findColumnIndex(parameters.m_actual);
        final var predicted = table.getDataTableSpec().findColumnIndex(parameters.m_predicted);
        final var classes = classes(parameters, table, actual, predicted);
        final var counts = new int[classes.size()][classes.size()];
        var missing = 0;
        try (var rows = table.iterator()) {
            while (rows.hasNext()) {
                input.getExecutionContext().checkCanceled();
                final var row = rows.next();
                final var truth = row.getCell(actual);
                final var prediction = row.getCell(predicted);
                if (truth.isMissing() || prediction.isMissing()) {
                    if (!parameters.m_ignoreMissingValues) {
                        throw new KNIMEException("Missing value in row: " + row.getKey());
                    }
                    missing++;
                } else {
                    counts[classes.get(truth)][classes.get(prediction)]++;
                }
            }
        }
        if (missing > 0) {
            output.setWarningMessage("There were missing values in the reference or in the prediction class columns.");
        }
        final var matrix = new ConfusionMatrix(classes.keySet().stream().map(DataCell::toString).toList(), counts);
        output.setOutData(0, confusionTable(matrix, input.getExecutionContext()));
        output.setOutData(1, statistics(matrix, input.getExecutionContext()));
    }

    /** @return the classes and their numbers: those that both columns have, then the first's, then the second's */
    private static Map<DataCell, Integer> classes(final ScorerParameters parameters, final BufferedDataTable table,
        final int actual, final int predicted) throws KNIMEException {
        final var firstDomain = table.getDataTableSpec().getColumnSpec(actual).getDomain();
        final var secondDomain = table.getDataTableSpec().getColumnSpec(predicted).getDomain();
        final Set<DataCell> first = new LinkedHashSet<>();
        final Set<DataCell> second = new LinkedHashSet<>();
        if (firstDomain.hasValues() && secondDomain.hasValues()) {
            first.addAll(firstDomain.getValues());
            second.addAll(secondDomain.getValues());
        } else {
            try (var rows = table.iterator()) {
                while (rows.hasNext()) {
                    final var row = rows.next();
                    first.add(row.getCell(actual));
                    second.add(row.getCell(predicted));
                }
            }
        }
        final Set<DataCell> union = new LinkedHashSet<>(first);
        union.retainAll(second);
        union.addAll(first);
        union.addAll(second);
        final var order = new ArrayList<>(union);
        order.removeIf(DataCell::isMissing);
        sort(parameters, order);
        final var classes = new LinkedHashMap<DataCell, Integer>();
        order.forEach(value -> classes.put(value, classes.size()));
        return classes;
    }

    private static void sort(final ScorerParameters parameters, final List<DataCell> order) throws KNIMEException {
        switch (parameters.m_sortingStrategy) {
            case 0, 3 -> {
                // as found
            }
            case 1 -> {
                if (!order.stream().allMatch(DoubleValue.class::isInstance)) {
                    throw new KNIMEException("Classes that are no numbers cannot be sorted as numbers.");
                }
                order.sort(Comparator.comparingDouble(cell -> ((DoubleValue)cell).getDoubleValue()));
            }
            case 2 -> order.sort(Comparator.comparing(DataCell::toString, Collator.getInstance()));
            default -> throw new KNIMEException("There is no sorting strategy " + parameters.m_sortingStrategy + ".");
        }
        if (parameters.m_sortingReversed && parameters.m_sortingStrategy != 3) {
            Collections.reverse(order);
        }
    }

    private static BufferedDataTable confusionTable(final ConfusionMatrix matrix, final ExecutionContext exec) {
        final var types = new DataType[matrix.classes().size()];
        Arrays.fill(types, IntCell.TYPE);
        final var container =
            exec.createDataContainer(new DataTableSpec(matrix.classes().toArray(String[]::new), types));
        for (var i = 0; i < types.length; i++) {
            container.addRowToTable(new DefaultRow(matrix.classes().get(i),
                Arrays.stream(matrix.counts()[i]).mapToObj(IntCell::new).toArray(DataCell[]::new)));
        }
        container.close();
        return container.getTable();
    }

    private static BufferedDataTable statistics(final ConfusionMatrix matrix, final ExecutionContext exec) {
        final var container = exec.createDataContainer(statisticsSpec());
        for (var i = 0; i < matrix.classes().size(); i++) {
            final var truePositives = matrix.truePositives(i);
            final var falsePositives = matrix.falsePositives(i);
            final var trueNegatives = matrix.trueNegatives(i);
            final var falseNegatives = matrix.falseNegatives(i);
            final var recall = (double)truePositives / (truePositives + falseNegatives);
            final var precision = (double)truePositives / (truePositives + falsePositives);
            container.addRowToTable(new DefaultRow(matrix.classes().get(i), new IntCell(truePositives),
                new IntCell(falsePositives), new IntCell(trueNegatives), new IntCell(falseNegatives), figure(recall),
                figure(precision), figure(recall), figure((double)trueNegatives / (trueNegatives + falsePositives)),
                figure(2 * precision * recall / (precision + recall)), DataType.getMissingCell(),
                DataType.getMissingCell()));
        }
        final var overall = new DataCell[COUNTS.length + FIGURES.length];
        Arrays.fill(overall, DataType.getMissingCell());
        overall[overall.length - 2] = figure(matrix.accuracy());
        overall[overall.length - 1] = figure(matrix.cohensKappa());
        var name = "Overall";
        for (var number = 1; matrix.classes().contains(name); number++) {
            name = "Overall (#" + number + ")";
        }
        container.addRowToTable(new DefaultRow(name, overall));
        container.close();
        return container.getTable();
    }

    private static DataCell figure(final double value) {
        return Double.isNaN(value) ? DataType.getMissingCell() : new DoubleCell(value);
    }
}
