// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.features;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.infer.RowResults;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Feature;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.OutputRow;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TableStream;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.ColumnRearranger;
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

/** DBN Extract Features: network and table in, table with feature columns out. */
public final class ExtractFeaturesNodeFactory extends DefaultNodeFactory {

    private static final int MOST_COLUMNS = 100_000;

    private static final DefaultNode NODE = DefaultNode.create()
        .name("DBN Extract Features")
        .icon("../../../../icons/features.png")
        .shortDescription("Appends what the layers of a deep belief network make of each row.")
        .fullDescription("""
            Lets each row go up through the network and appends the units of the chosen layers as features. They say
            what the network has learned to see in the input columns, and often serve other learners and clusterings
            better than the columns themselves. The units of a narrow top layer are a reduced number of dimensions.
            <p>
            Use it with any trained network, on the training rows or on others with the same columns. The top layer
            suits most purposes; lower layers keep more detail.
            </p>
            <p>
            <b>The new columns.</b> With the format <i>Columns</i>, "Layer 2 unit 17" is the 17th unit of the second
            layer: for Bernoulli units the probability that it is on, for linear units its expected value, or with
            samples a random state. With the format <i>Vector</i>, "Layer 2" holds all units of the second layer.
            Of a network from <i>DBN Fuse</i>, "sound layer 2 unit 17" is a unit of a layer that the sense "sound" has
            for itself.
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "The network.", DbnPortObject.TYPE)
            .addInputTable("Rows", "Rows with the columns of the network.")
            .addOutputTable("Rows with features", "The rows with the features appended. A row that was skipped for a"
                + " missing value has missing features."))
        .model(model -> model.parametersClass(ExtractFeaturesParameters.class)
            .configure(ExtractFeaturesNodeFactory::configure)
            .execute(ExtractFeaturesNodeFactory::execute))
        .nodeType(NodeType.Predictor)
        .keywords("DBN", "RBM", "autoencoder", "dimension reduction", "embedding", "representation", "deep learning",
            "encode", "apply");

    /** For KNIME. */
    public ExtractFeaturesNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final ExtractFeaturesParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        final DataTableSpec table = NetworkInput.table(input, network, settings.m_absentSenses);
        SettingsCheck.check(settings);
        final DataTableSpec appended = OutputColumn.append(table, columns(settings, network));
        output.setOutSpecs(settings.m_removeInputColumns ? withoutInputs(appended, network).createSpec() : appended);
    }

    private static ColumnRearranger withoutInputs(final DataTableSpec table, final DbnPortObjectSpec network) {
        final ColumnRearranger rearranger = new ColumnRearranger(table);
        rearranger.remove(
            network.inputs().stream().map(Input::name).filter(table::containsName).toArray(String[]::new));
        return rearranger;
    }

    private static List<OutputColumn> columns(final ExtractFeaturesParameters settings,
        final DbnPortObjectSpec network) throws InvalidSettingsException {
        final List<OutputColumn> columns = new ArrayList<>();
        final List<Feature> features = features(settings, network);
        final long units = features.stream().mapToLong(feature -> feature.level().units()).sum();
        if (settings.m_format != ExtractFeaturesParameters.Format.VECTOR && units > MOST_COLUMNS) {
            throw new InvalidSettingsException("The layers have " + units + " units, and a table can hardly have more"
                + " than " + MOST_COLUMNS + " columns. Set \"Format\" (format) to vectors, or choose smaller layers.");
        }
        for (final Feature feature : features) {
            if (settings.m_format == ExtractFeaturesParameters.Format.VECTOR) {
                columns.add(OutputColumn.of(feature.name(), OutputColumn.Kind.VECTOR));
            } else {
                final boolean map = feature.level().kind() == LayerKind.EMBEDDING;
                for (int unit = 1; unit <= feature.level().units(); unit++) {
                    columns.add(map ? OutputColumn.coordinate(unit)
                        : OutputColumn.number(feature.name() + " unit " + unit));
                }
            }
        }
        return columns;
    }

    private static List<Feature> features(final ExtractFeaturesParameters settings, final DbnPortObjectSpec network)
        throws InvalidSettingsException {
        final List<String> senses = settings.senses(network);
        return settings.layers(network, senses).stream().flatMap(layer -> network.features(layer, senses).stream())
            .toList();
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> output.setOutData(0, extract(input.getParameters(),
            input.getInPortObject(0), input.getInTable(1), exec, output::setWarningMessage)));
    }

    private static BufferedDataTable extract(final ExtractFeaturesParameters settings, final DbnPortObject port,
        final BufferedDataTable table, final ExecutionContext exec, final Consumer<String> warn)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        NetworkInput.check(table.getDataTableSpec(), port.getSpec(), settings.m_absentSenses);
        final List<String> senses = settings.senses(port.getSpec());
        final FeatureExtraction.Choice choice =
            new FeatureExtraction.Choice(settings.layers(port.getSpec(), senses), senses);
        final int[] units =
            features(settings, port.getSpec()).stream().mapToInt(feature -> feature.level().units()).toArray();
        final RowReader reader = RowReader.of(table.getDataTableSpec(), port.network(), settings.m_missingValues,
            settings.m_unknownValues.unknownValue(), settings.m_absentSenses);
        final FeatureKind kind = settings.m_values == ExtractFeaturesParameters.Values.SAMPLES ? FeatureKind.SAMPLES
            : FeatureKind.PROBABILITIES;
        final boolean vectors = settings.m_format == ExtractFeaturesParameters.Format.VECTOR;
        try (FeatureExtraction extraction =
            new FeatureExtraction(port.network(), choice, kind, settings.m_seed, settings.m_threads.orElse(0),
                settings.m_precision.precision())) {
            final BufferedDataTable appended = TableStream.append(
                TableRows.of(table, port.getSpec().rowOrder(), exec.createSubProgress(0)), reader,
                columns(settings, port.getSpec()), extraction::run, (results, row, cells) -> {
                    if (vectors) {
                        setVectors(results, units, cells);
                    } else {
                        for (int i = 0; i < results.size(); i++) {
                            cells.number(i, results.at(i));
                        }
                    }
                }, exec, warn);
            return settings.m_removeInputColumns ? exec.createColumnRearrangeTable(appended,
                withoutInputs(appended.getDataTableSpec(), port.getSpec()), exec) : appended;
        }
    }

    private static void setVectors(final RowResults results, final int[] units, final OutputRow cells) {
        int first = 0;
        for (int layer = 0; layer < units.length; layer++) {
            final double[] vector = new double[units[layer]];
            for (int unit = 0; unit < vector.length; unit++) {
                vector[unit] = results.at(first + unit);
            }
            cells.vector(layer, vector);
            first += vector.length;
        }
    }
}
