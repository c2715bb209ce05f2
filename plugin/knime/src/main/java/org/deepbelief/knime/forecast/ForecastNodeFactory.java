// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.forecast;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.infer.Forecast;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.RowOrder;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.InputColumns;
import org.deepbelief.knime.table.InputDecoding;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.OutputColumn.Kind;
import org.deepbelief.knime.table.OutputTable;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.SequenceColumns;
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

/** DBN Forecast: network and table in, the rows that follow and the table with its unexpectedness out. */
public final class ForecastNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create()
        .name("DBN Forecast")
        .icon("../../../../icons/forecast.png")
        .shortDescription("Foretells the rows that follow, and tells how unexpected each row is given those before.")
        .fullDescription("""
            Reads rows in their order, sequence by sequence, and foretells what follows the last one of each: in the
            columns and units of the table. Beside that it tells of each row what was expected there and how unexpected
            it is, given the rows before it.
            <p>
            It takes a network whose rows are a sequence: check <i>Rows are a sequence</i> in <i>DBN Layer-wise
            Pretrain</i>. The network knows the order column and the sequence column, which the table must have. Connect
            the rows up to the present, not only new ones: the first rows of a sequence have no past, and what is
            expected there is what the network knows without one.
            </p>
            <p>
            <b>Forecasts.</b> Each row is the network's expectation given the rows before, and then is itself the past
            of the next. So forecasts run out to what is usual, the sooner the less the rows tell of what comes. The
            order column goes on by its step where it is regular; otherwise its values are missing. Dates and times are
            given as texts in ISO form.
            </p>
            <p>
            <b>Draws.</b> Instead of what is expected, rows can be drawn that may follow: each draw goes its own way
            from the last row on, as widely as the network has seen rows stray. Between the 5th and the 95th percentile
            of a step's draws (<i>GroupBy</i>) nine of ten values lie, as long as all goes on as the network has seen
            it.
            </p>
            <p>
            <b>Faults and changes.</b> The unexpectedness, in nats, is the logarithm of how much less likely the row is
            than the one that was expected, both given the same past. It is near 0 where all goes on as usual, and high
            where a row does not fit those before it, be its values themselves ordinary: sort by it, or cut off at what
            rows without faults reach. Compare the expected values to see which column it was.
            </p>
            <p>
            <b>How good is it?</b> Set <i>Steps ahead</i> to how far ahead you need to know, forecast a table of which
            the network has learned only the earlier rows, and compare the later ones with their expected values.
            </p>
            <p>
            See G. Taylor, G. Hinton and S. Roweis, <i>Modeling human motion using binary latent variables</i> (2007),
            for the conditional restricted Boltzmann machine, and I. Sutskever, G. Hinton and G. Taylor, <i>The
            recurrent temporal restricted Boltzmann machine</i> (2008).
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "A network whose rows are a sequence.", DbnPortObject.TYPE)
            .addInputTable("Rows", "The rows up to the present, with the columns of the network and those that tell"
                + " their order.")
            .addOutputTable("Rows that follow", "The next rows of each sequence: its name, the order column, how many"
                + " steps after its last row, which draw where rows are drawn, and the columns of the network.")
            .addOutputTable("Rows with unexpectedness", "The rows, in the order of the table, with the expected values"
                + " and the unexpectedness appended. A row that was skipped for a missing value has missing cells"
                + " there, and so have expected values of the first rows of a sequence that are foretold from further"
                + " back."))
        .model(model -> model.parametersClass(ForecastParameters.class)
            .configure(ForecastNodeFactory::configure)
            .execute(ForecastNodeFactory::execute))
        .nodeType(NodeType.Predictor)
        .keywords("DBN", "time series", "prediction", "sequence", "anomaly", "novelty detection", "conditional RBM",
            "RTRBM", "autoregression", "prediction interval", "simulation", "predictive maintenance");

    /** For KNIME. */
    public ForecastNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final ForecastParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        check(settings, network);
        final DataTableSpec table = NetworkInput.table(input, network);
        output.setOutSpecs(OutputColumn.table(followingColumns(settings, table, network)),
            OutputColumn.append(table, appendedColumns(settings, network)));
    }

    private static void check(final ForecastParameters settings, final DbnPortObjectSpec network)
        throws InvalidSettingsException {
        SettingsCheck.check(settings);
        NetworkInput.checkTrained(network);
        if (!network.isTemporal()) {
            throw new InvalidSettingsException("The network knows nothing of the rows before a row, so it cannot tell"
                + " what follows. Connect one from DBN Layer-wise Pretrain with \"Rows are a sequence\""
                + " (rowsAreSequence) checked; to predict a column from others of the same row, use DBN Fine-tune and"
                + " DBN Predict.");
        }
    }

    /** How the rows follow each other: as the network was pretrained, or as they stand where it does not tell. */
    private static RowOrder order(final DbnPortObjectSpec network) {
        return network.rowOrder().orElse(RowOrder.AS_IN_TABLE);
    }

    private static List<OutputColumn> followingColumns(final ForecastParameters settings, final DataTableSpec table,
        final DbnPortObjectSpec network) {
        final RowOrder order = order(network);
        final List<OutputColumn> columns = new ArrayList<>();
        order.sequence().ifPresent(name -> columns.add(
            OutputColumn.of(name, SequenceColumns.kind(table.getColumnSpec(name)))));
        order.order().ifPresent(name -> columns.add(
            OutputColumn.of(name, SequenceColumns.kind(table.getColumnSpec(name)))));
        columns.add(OutputColumn.of("Step", Kind.INTEGER));
        if (settings.draws() > 0) {
            columns.add(OutputColumn.of("Draw", Kind.INTEGER));
        }
        columns.addAll(InputDecoding.columns(network.inputs(), name -> name));
        return columns;
    }

    private static List<OutputColumn> appendedColumns(final ForecastParameters settings,
        final DbnPortObjectSpec network) {
        final List<OutputColumn> columns = new ArrayList<>();
        if (settings.m_appendExpected) {
            columns.addAll(InputDecoding.columns(network.inputs(), name -> name + " (expected)"));
        }
        columns.add(OutputColumn.number("Unexpectedness"));
        return columns;
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> forecast(input.getParameters(), input.getInPortObject(0),
            input.getInTable(1), exec, output));
    }

    private static void forecast(final ForecastParameters settings, final DbnPortObject port,
        final BufferedDataTable table, final ExecutionContext exec, final ExecuteOutput output)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        final DataTableSpec spec = table.getDataTableSpec();
        check(settings, port.getSpec());
        InputColumns.check(spec, port.getSpec());
        final RowReader reader = settings.expectsMissing()
            ? RowReader.markingMissing(spec, port.network(), settings.m_unknownValues.unknownValue(), false)
            : new RowReader(spec, port.network().encoding(), settings.m_missingValues.values,
                settings.m_unknownValues.unknownValue());
        final TableRows rows =
            TableRows.of(table, Optional.of(order(port.getSpec())), exec.createSubProgress(0.02));
        final InputDecoding decoding = new InputDecoding(port.network().encoding());
        final int inputs = port.network().encoding().columns().size();
        final int units = port.network().encoding().units();
        final List<String> warnings = new ArrayList<>();
        try (Compute compute = Compute.open(settings.m_threads.orElse(0), settings.m_precision.precision());
                Forecast forecast = new Forecast(port.network(),
                    new Forecast.Settings(settings.m_meanFieldSteps, settings.draws(), settings.m_seed), compute);
                OutputTable following = new OutputTable(exec, followingColumns(settings, spec, port.getSpec()))) {
            final SequenceForecast sequences = new SequenceForecast(forecast, settings, units,
                new FollowingRows(following, rows.sequence().orElseThrow(), order(port.getSpec()), decoding,
                    settings.draws() > 0));
            final BufferedDataTable scored = TableStream.append(rows, reader,
                appendedColumns(settings, port.getSpec()), sequences::run, (results, row, cells) -> {
                    if (settings.m_appendExpected && !Double.isNaN(results.at(0))) {
                        decoding.set(results.toArray(), cells, 0);
                    }
                    cells.number(settings.m_appendExpected ? inputs : 0, results.at(units));
                }, exec.createSubExecutionContext(0.98), warnings::add);
            following.warning().ifPresent(warnings::add);
            if (!warnings.isEmpty()) {
                output.setWarningMessage(String.join("\n", warnings));
            }
            output.setOutData(0, following.finish());
            output.setOutData(1, scored);
        }
    }
}
