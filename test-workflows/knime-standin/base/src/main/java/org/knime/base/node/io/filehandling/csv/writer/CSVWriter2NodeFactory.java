// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.io.filehandling.csv.writer;

import java.io.IOException;
import java.util.stream.Stream;

import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.IntValue;
import org.knime.core.data.StringValue;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;
import org.knime.standin.base.StoredSettings;
import org.knime.standin.base.csv.CsvWriter;

/** CSV Writer. */
public final class CSVWriter2NodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create() //
        .name("CSV Writer") //
        .icon("csvwriter.png") //
        .shortDescription("Writes a table to a CSV file.") //
        .fullDescription("Writes a table to a CSV file, as a whole or not at all.") //
        .sinceVersion(4, 2, 0) //
        .ports(ports -> ports.addInputTable("Data Table", "The table to write.")) //
        .model(model -> model.parametersClass(StoredSettings.class) //
            .configure((input, output) -> configure(input)) //
            .execute((input, output) -> execute(input))) //
        .nodeType(NodeType.Sink);

    /** Makes CSV Writers. */
    public CSVWriter2NodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input) throws InvalidSettingsException {
        new CsvWriter(input.getParameters());
        final var spec = input.getInTableSpec(0);
        if (spec != null && !spec.stream().allMatch(CSVWriter2NodeFactory::isWritable)) {
            throw new InvalidSettingsException("Input table must only contain String, Int, or Doubles");
        }
    }

    private static boolean isWritable(final DataColumnSpec column) {
        return Stream.of(StringValue.class, IntValue.class, DoubleValue.class).anyMatch(column.getType()::isCompatible);
    }

    private static void execute(final ExecuteInput input) throws CanceledExecutionException, KNIMEException {
        try {
            new CsvWriter(input.getParameters()).write(input.getInTable(0), input.getExecutionContext());
        } catch (IOException | InvalidSettingsException e) {
            throw new KNIMEException("The table cannot be written: " + e.getMessage(), e);
        }
    }
}
