// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.preproc.partition;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

import org.knime.base.node.preproc.partition.PartitionParameters.ActionOnEmptyInput;
import org.knime.base.node.preproc.partition.PartitionParameters.SamplingMode;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;

/** Table Partitioner. */
public final class PartitionNodeFactory extends DefaultNodeFactory {

    private static final int ROWS_PER_PROGRESS = 500;

    private static final DefaultNode NODE = DefaultNode.create() //
        .name("Table Partitioner") //
        .icon("partition.png") //
        .shortDescription("Splits a table into two partitions.") //
        .fullDescription("Splits a table by rows into two partitions, which keep the order of the rows.") //
        .sinceVersion(1, 0, 0) //
        .ports(ports -> ports.addInputTable("Input table", "The table to split.") //
            .addOutputTable("First partition", "The chosen rows.") //
            .addOutputTable("Second partition", "The other rows.")) //
        .model(model -> model.parametersClass(PartitionParameters.class) //
            .configure(PartitionNodeFactory::configure) //
            .execute(PartitionNodeFactory::execute)) //
        .nodeType(NodeType.Manipulator);

    /** Makes Table Partitioners. */
    public PartitionNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final var spec = input.getInTableSpec(0);
        if (spec != null) {
            checkClassColumn(input.getParameters(), spec);
        }
        output.setOutSpecs(spec, spec);
    }

    private static void checkClassColumn(final PartitionParameters parameters, final DataTableSpec spec)
        throws InvalidSettingsException {
        if (parameters.m_mode == SamplingMode.STRATIFIED && !spec.containsName(parameters.m_classColumn)) {
            throw new InvalidSettingsException("The input table has no column \"" + parameters.m_classColumn
                + "\" to stratify by.");
        }
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        final PartitionParameters parameters = input.getParameters();
        final var table = input.getInTable(0);
        if (table.size() == 0 && parameters.m_actionEmpty == ActionOnEmptyInput.FAIL) {
            throw new KNIMEException("The input table is empty.");
        }
        if (table.size() > Integer.MAX_VALUE) {
            throw new KNIMEException("The input table has " + table.size() + " rows; at most " + Integer.MAX_VALUE
                + " can be partitioned here.");
        }
        final var exec = input.getExecutionContext();
        final var chosen = choose(parameters, table);
        final var first = exec.createDataContainer(table.getDataTableSpec(), true);
        final var second = exec.createDataContainer(table.getDataTableSpec(), true);
        try (var rows = table.iterator()) {
            for (var number = 0; rows.hasNext(); number++) {
                if (number % ROWS_PER_PROGRESS == 0) {
                    exec.checkCanceled();
                    exec.setProgress((double)number / table.size());
                }
                (chosen.get(number) ? first : second).addRowToTable(rows.next());
            }
        } finally {
            first.close();
            second.close();
        }
        output.setOutData(first.getTable(), second.getTable());
    }

    private static BitSet choose(final PartitionParameters parameters, final BufferedDataTable table) {
        final var rows = (int)table.size();
        final var count = (int)parameters.firstSize(rows);
        final var random = parameters.m_seed.map(Random::new).orElseGet(Random::new);
        return switch (parameters.m_mode) {
            case FIRST_ROWS -> RowSampler.first(count);
            case LINEAR -> RowSampler.linear(rows, count);
            case RANDOM -> RowSampler.random(rows, count, random);
            case STRATIFIED -> RowSampler.stratified(classes(parameters, table), rows,
                rows == 0 ? 0 : parameters.m_partitioningMode == PartitionParameters.CountMode.RELATIVE
                    ? parameters.m_percentage / 100 : (double)count / rows,
                count, random);
        };
    }

    private static List<int[]> classes(final PartitionParameters parameters, final BufferedDataTable table) {
        final var column = table.getDataTableSpec().findColumnIndex(parameters.m_classColumn);
        final var classes = new LinkedHashMap<DataCell, List<Integer>>();
        try (var rows = table.iterator()) {
            for (var number = 0; rows.hasNext(); number++) {
                classes.computeIfAbsent(rows.next().getCell(column), value -> new ArrayList<>()).add(number);
            }
        }
        return classes.values().stream().map(rows -> rows.stream().mapToInt(Integer::intValue).toArray()).toList();
    }
}
