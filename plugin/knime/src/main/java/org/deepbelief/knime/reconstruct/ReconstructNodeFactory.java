// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.reconstruct;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.InputDecoding;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TableStream;
import org.knime.core.data.DataTableSpec;
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

/** DBN Reconstruct: network and table in, table with reconstruction, error and free energy out. */
public final class ReconstructNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create()
        .name("DBN Reconstruct")
        .icon("../../../../icons/reconstruct.png")
        .shortDescription("Shows rows as a deep belief network sees them, finds unusual ones, fills missing values.")
        .fullDescription("""
            Lets each row go up through the network and down again, and appends what comes back. What the network has
            learned well comes back as it was; what it does not know comes back as something it knows.
            <p>
            <b>Anomalies.</b> Rows unlike the training data have a high reconstruction error and a high free energy.
            Sort by one of them, or cut off at what the training rows reach.
            </p>
            <p>
            <b>Missing values.</b> With <i>Fill by the network</i>, the known values are held fixed while the network
            settles on the missing ones: by their expected values, or by sampling, which keeps the variety of the data.
            </p>
            <p>
            <b>The new columns.</b> "px12 (reconstructed)" is the input column as the network gives it back, "px12
            (filled)" the value itself, or the network's where it is missing. "Reconstruction error" is the mean squared
            difference over the units of the row that were there. "Free energy" (in nats, up to a constant of the
            network) is low for rows that the whole network finds likely: of a network of one layer and of inputs
            between 0 and 1, its difference between two rows is the logarithm of how much more likely one is. Of several
            layers it is the variational free energy, minus the bound on the log-likelihood by the way up through all
            layers, estimated with five samples. With Bernoulli hidden units both grow with how far a row lies outside
            the training data, and numbers without bounds count in the free energy by how far those of the training rows
            were from what the network expects: a small difference is much where it knows a column well (but not in a
            network of several senses, nor beside label units in the only layer). The largest number that either shows
            is 3.4e38. Where rows are a sequence there is no free energy: DBN Forecast tells how unexpected a row is
            given those before.
            </p>
            <p>
            See G. Hinton, <i>A practical guide to training restricted Boltzmann machines</i> (2010), for the free
            energy, and G. Hinton, S. Osindero and Y. Teh, <i>A fast learning algorithm for deep belief nets</i> (2006),
            for the bound.
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "The network.", DbnPortObject.TYPE)
            .addInputTable("Rows", "Rows with the columns of the network.")
            .addOutputTable("Reconstructed rows", "The rows with the new columns appended. A row that was skipped for a"
                + " missing value has missing cells there."))
        .model(model -> model.parametersClass(ReconstructParameters.class)
            .configure(ReconstructNodeFactory::configure)
            .execute(ReconstructNodeFactory::execute))
        .nodeType(NodeType.Predictor)
        .keywords("DBN", "anomaly", "outlier", "novelty detection", "missing values", "imputation", "denoising",
            "autoencoder", "RBM", "free energy", "reconstruction error");

    /** For KNIME. */
    public ReconstructNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final ReconstructParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        final DataTableSpec table = NetworkInput.table(input, network, settings.m_absentSenses);
        check(settings, network);
        output.setOutSpecs(OutputColumn.append(table, columns(settings, network)));
    }

    private static void check(final ReconstructParameters settings, final DbnPortObjectSpec network)
        throws InvalidSettingsException {
        SettingsCheck.check(settings);
        NetworkInput.checkTrained(network);
        NetworkInput.checkWayDown(network);
        if (!settings.m_appendReconstruction && !settings.m_appendError && !settings.fillsMissing()
            && (!settings.m_appendFreeEnergy || network.isTemporal())) {
            throw new InvalidSettingsException("Nothing is to be appended. Check \"Append reconstruction\""
                + " (appendReconstruction), \"Append reconstruction error\" (appendError) or \"Append free energy\""
                + " (appendFreeEnergy), or fill \"Missing values\" (missingValues) by the network.");
        }
    }

    private static List<OutputColumn> columns(final ReconstructParameters settings, final DbnPortObjectSpec network) {
        final List<OutputColumn> columns = new ArrayList<>();
        if (settings.fillsMissing()) {
            columns.addAll(InputDecoding.columns(network.inputs(), name -> name + " (filled)"));
        }
        if (settings.m_appendReconstruction) {
            columns.addAll(InputDecoding.columns(network.inputs(), name -> name + " (reconstructed)"));
        }
        if (settings.m_appendError) {
            columns.add(OutputColumn.number("Reconstruction error"));
        }
        if (settings.m_appendFreeEnergy && !network.isTemporal()) {
            columns.add(OutputColumn.number("Free energy"));
        }
        return columns;
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> output.setOutData(0, reconstruct(input.getParameters(),
            input.getInPortObject(0), input.getInTable(1), exec, output::setWarningMessage)));
    }

    private static BufferedDataTable reconstruct(final ReconstructParameters settings, final DbnPortObject port,
        final BufferedDataTable table, final ExecutionContext exec, final Consumer<String> warn)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        final DataTableSpec spec = table.getDataTableSpec();
        NetworkInput.check(spec, port.getSpec(), settings.m_absentSenses);
        check(settings, port.getSpec());
        final RowReader reader = settings.fillsMissing()
            ? RowReader.markingMissing(spec, port.network(), settings.m_unknownValues.unknownValue(),
                settings.m_absentSenses)
            : RowReader.of(spec, port.network(), settings.m_missingValues.values,
                settings.m_unknownValues.unknownValue(), settings.m_absentSenses);
        final InputDecoding decoding = new InputDecoding(port.network().encoding());
        final int inputs = port.getSpec().inputs().size();
        final int units = port.network().encoding().units();
        try (Reconstruction reconstruction = settings.reconstruction(port.network())) {
            return TableStream.append(
                TableRows.of(table, port.getSpec().rowOrder(), exec.createSubProgress(0)), reader,
                columns(settings, port.getSpec()), reconstruction::run, (results, row, cells) -> {
                    final double[] values = results.toArray();
                    int column = 0;
                    if (settings.fillsMissing()) {
                        decoding.setFilled(Arrays.copyOfRange(values, units, 2 * units), row, cells, column);
                        column += inputs;
                    }
                    if (settings.m_appendReconstruction) {
                        decoding.set(values, cells, column);
                        column += inputs;
                    }
                    if (settings.m_appendError) {
                        cells.numberIfAny(column++, values[2 * units]);
                    }
                    if (settings.m_appendFreeEnergy && !port.getSpec().isTemporal()) {
                        cells.number(column, values[2 * units + 1]);
                    }
                }, exec, warn);
        }
    }
}
