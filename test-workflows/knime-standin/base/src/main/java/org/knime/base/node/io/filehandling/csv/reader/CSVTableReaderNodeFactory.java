// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.io.filehandling.csv.reader;

import java.io.IOException;

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
import org.knime.standin.base.StoredSettings;
import org.knime.standin.base.csv.CsvReader;

/** CSV Reader. */
public final class CSVTableReaderNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create() //
        .name("CSV Reader") //
        .icon("csvreader.png") //
        .shortDescription("Reads a CSV file.") //
        .fullDescription("Reads a CSV file. Column types are guessed from the first rows.") //
        .sinceVersion(4, 2, 0) //
        .ports(ports -> ports.addOutputTable("Data Table", "The table in the file.")) //
        .model(model -> model.parametersClass(StoredSettings.class) //
            .configure(CSVTableReaderNodeFactory::configure) //
            .execute(CSVTableReaderNodeFactory::execute)) //
        .nodeType(NodeType.Source);

    /** Makes CSV Readers. */
    public CSVTableReaderNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        try {
            output.setOutSpec(0, new CsvReader(input.getParameters()).spec());
        } catch (IOException e) {
            throw new InvalidSettingsException(e.getMessage(), e);
        }
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        try {
            output.setOutData(0, new CsvReader(input.getParameters()).read(input.getExecutionContext()));
        } catch (IOException | InvalidSettingsException e) {
            throw new KNIMEException(e.getMessage(), e);
        }
    }
}
