// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.deepbelief.engine.infer.LogLikelihood;
import org.deepbelief.engine.infer.ReceptiveFields;
import org.deepbelief.engine.infer.WeightSummary;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.execution.ExecutionTrainingMonitor;
import org.deepbelief.knime.execution.Pictures;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.ImageTable;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.OutputColumn.Kind;
import org.deepbelief.knime.table.OutputRow;
import org.deepbelief.knime.table.OutputTable;
import org.deepbelief.knime.view.ImageGridView;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
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

/** DBN Inspect: network in, tables of its layers and weights out. */
public final class InspectNodeFactory extends DefaultNodeFactory {

    /** The part of the progress that an estimate of the partition function is. */
    private static final double ESTIMATE = 0.9;

    private static final List<OutputColumn> LAYERS = List.of( //
        OutputColumn.of("Part", Kind.TEXT), //
        OutputColumn.of("Layer", Kind.INTEGER), //
        OutputColumn.of("Method", Kind.TEXT), //
        OutputColumn.of("Inputs", Kind.INTEGER), //
        OutputColumn.of("Units", Kind.INTEGER), //
        OutputColumn.of("Kind of units", Kind.TEXT), //
        OutputColumn.of("Tied", Kind.BOOLEAN), //
        OutputColumn.number("Weight mean"), //
        OutputColumn.number("Weight deviation"), //
        OutputColumn.number("Log partition function"), //
        OutputColumn.number("Standard error"), //
        OutputColumn.of("Description", Kind.TEXT));

    private static final List<OutputColumn> WEIGHTS = List.of( //
        OutputColumn.of("Layer", Kind.INTEGER), //
        OutputColumn.of("Unit", Kind.INTEGER), //
        OutputColumn.number("Bias"), //
        OutputColumn.number("Weight norm"), //
        OutputColumn.of("Weights", Kind.VECTOR), //
        OutputColumn.of("Receptive field", Kind.VECTOR), //
        OutputColumn.of("Receptive field image", Kind.IMAGE));

    private static final DefaultNode NODE = ImageGridView.addTo(DefaultNode.create()
        .name("DBN Inspect")
        .icon("../../../../icons/inspect.png")
        .shortDescription("Lays a deep belief network open: its layers, its weights, and what each unit looks for.")
        .fullDescription("""
            Shows what a network is made of. The first table sums up its layers, its label units and output layer, and
            how it was trained; on request also the logarithm of the top layer's partition function, estimated by
            annealed importance sampling (R. Salakhutdinov and I. Murray, <i>On the quantitative analysis of deep belief
            networks</i>, 2008). The second has a row for each hidden unit.
            <p>
            Use it to check a network from a file, to see whether units have learned something (their weights have a
            shape) or nothing (their norm is small), or to work with the weights in other nodes.
            </p>
            <p>
            <b>The columns of the weights table.</b> "Weights" are the weights from the layer below into the unit, in
            the order of the units there. "Receptive field" is what the unit looks for in the input: for the lowest
            layer its weights, for a higher one the weights of the lower layers' fields added up. Where the input is a
            picture, "Receptive field image" draws it: red where a high input switches the unit on, blue where it
            switches it off.
            </p>
            <p>
            <b>Several senses.</b> Of a network that <i>DBN Fuse</i> made, each sense has its layers by themselves, and
            a column "Sense" names it; the layers that all senses have in common follow. Their "Receptive field" spans
            the inputs of all senses, in their order.
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "The network.", DbnPortObject.TYPE)
            .addOutputTable("Layers", "A row for each layer from the lowest to the top, for the label units and the"
                + " output layer where there are such, and for each training that the network went through.")
            .addOutputTable("Weights", "A row for each hidden unit of each layer."))
        .model(model -> model.parametersClass(InspectParameters.class)
            .configure(InspectNodeFactory::configure)
            .execute(InspectNodeFactory::execute))
        .nodeType(NodeType.Visualizer)
        .keywords("DBN", "weights", "receptive fields", "filters", "explain", "RBM", "neural network", "summary"));

    /** For KNIME. */
    public InspectNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final InspectParameters settings = input.getParameters();
        check(settings, NetworkInput.network(input));
        final boolean senses = !NetworkInput.network(input).senses().isEmpty();
        output.setOutSpecs(OutputColumn.table(columns(LAYERS, senses)), OutputColumn.table(columns(WEIGHTS, senses)));
    }

    /** The columns of a table, with the sense that a row is of where there are several. */
    private static List<OutputColumn> columns(final List<OutputColumn> columns, final boolean senses) {
        return senses ? Stream.concat(columns.stream(), Stream.of(OutputColumn.of("Sense", Kind.TEXT))).toList()
            : columns;
    }

    private static void check(final InspectParameters settings, final DbnPortObjectSpec network)
        throws InvalidSettingsException {
        SettingsCheck.check(settings);
        if (settings.m_estimatePartitionFunction) {
            checkPartitionFunction(network.levels());
        }
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), network.visibleUnits());
    }

    private static void checkPartitionFunction(final List<Level> levels) throws InvalidSettingsException {
        final Level top = levels.get(levels.size() - 1);
        final Optional<String> obstacle = LogLikelihood.obstacle(top.kind(), top.unitType(),
            levels.size() > 1 ? List.of(levels.get(levels.size() - 2).unitType()) : List.of());
        if (obstacle.isPresent()) {
            throw new InvalidSettingsException("The partition function cannot be estimated: " + obstacle.get()
                + ". Switch the setting \"Estimate the partition function\" (estimatePartitionFunction) off.");
        }
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> {
            final InspectParameters settings = input.getParameters();
            final DbnPortObject port = input.getInPortObject(0);
            check(settings, port.getSpec());
            output.setOutData(0, layers(port.network(), settings, exec));
            try (Compute compute = Compute.open(settings.m_threads.orElse(0))) {
                weights(compute, port.network(), settings, exec, output);
            }
        });
    }

    private static BufferedDataTable layers(final DeepBeliefNetwork network, final InspectParameters settings,
        final ExecutionContext exec) {
        try (OutputTable table = new OutputTable(exec, columns(LAYERS, network.senses().size() > 1))) {
            if (network.senses().size() > 1) {
                for (final Sense sense : network.senses()) {
                    addLayers(Optional.of(sense.name()), sense.layers(), 0, table);
                }
            }
            addLayers(Optional.empty(), network.layers(), network.senseLevels(), table);
            network.memory().labels().ifPresent(labels -> table.add("Label units", row -> {
                row.text(0, "Label units");
                summarise(labels.weights(), "softmax", row);
                row.integer(3, labels.weights().columns());
                row.integer(4, labels.weights().rows());
                row.text(11, "classes of the column \"" + labels.target().name() + "\": "
                    + String.join(", ", labels.classes()));
            }));
            network.head().ifPresent(head -> table.add("Output layer", row -> {
                row.text(0, "Output layer");
                summarise(head.weights(), head instanceof OutputHead.Classifier ? "softmax" : "linear", row);
                row.text(11, head instanceof OutputHead.Classifier classifier
                    ? "classes of the column \"" + classifier.target().name() + "\": "
                        + String.join(", ", classifier.target().values())
                    : "numbers of the column \"" + String.join("\", \"", ((OutputHead.Regressor)head).targets())
                        + "\"");
            }));
            if (settings.m_estimatePartitionFunction) {
                exec.setMessage("Estimating the partition function");
                final LogLikelihood.Estimate estimate = LogLikelihood.estimate(network, new LogLikelihood.Settings(
                    settings.m_chains, settings.m_temperatures, settings.m_seed, settings.m_threads.orElse(0)),
                    new ExecutionTrainingMonitor(exec)::cancelled, exec.createSubProgress(ESTIMATE)::setProgress);
                table.add("Associative memory", row -> {
                    row.text(0, "Associative memory");
                    row.number(9, estimate.logPartitionFunction());
                    row.number(10, estimate.standardError());
                    row.text(11, "annealed importance sampling, " + settings.m_chains + " chains, "
                        + settings.m_temperatures + " temperatures");
                });
            }
            int number = 1;
            for (final TrainingStep step : network.provenance().steps()) {
                table.add("Training " + number++, row -> {
                    row.text(0, "Training");
                    row.text(2, step.name());
                    row.text(11, step.rows() + " rows, seed " + step.seed() + "; " + step.settings().entrySet().stream()
                        .map(setting -> setting.getKey() + " " + setting.getValue()).collect(Collectors.joining(", ")));
                });
            }
            return table.finish();
        }
    }

    private static void addLayers(final Optional<String> sense, final List<Layer> layers, final int below,
        final OutputTable table) {
        for (int l = 0; l < layers.size(); l++) {
            final Layer layer = layers.get(l);
            final int number = below + l + 1;
            table.add(sense.map(one -> one + " layer ").orElse("Layer ") + number, row -> {
                row.text(0, "Layer");
                row.integer(1, number);
                row.text(2, layer.kind().words());
                row.yesOrNo(6, layer.tied());
                summarise(layer.recognitionWeights(), layer.hiddenType().words(), row);
                row.text(11, layer.tied() ? "one matrix for recognition and generation"
                    : "weights of their own for recognition (shown here) and generation");
                sense.ifPresent(one -> row.text(LAYERS.size(), one));
            });
        }
    }

    /** Size, mean and deviation of a matrix of inputs x units. */
    private static void summarise(final FloatMatrix weights, final String kind, final OutputRow row) {
        final WeightSummary summary = WeightSummary.of(weights);
        row.integer(3, weights.rows());
        row.integer(4, weights.columns());
        row.text(5, kind);
        row.number(7, summary.mean());
        row.number(8, summary.deviation());
    }

    private static void weights(final Compute compute, final DeepBeliefNetwork network,
        final InspectParameters settings, final ExecutionContext exec, final ExecuteOutput output)
        throws CanceledExecutionException {
        final BufferedDataContainer images = exec.createDataContainer(ImageTable.SPEC);
        try (OutputTable table = new OutputTable(exec, columns(WEIGHTS, network.senses().size() > 1))) {
            final Units units = new Units(compute, network, table, images, exec,
                exec.createSubProgress(settings.m_estimatePartitionFunction ? 1 - ESTIMATE : 1));
            if (network.senses().size() == 1) {
                units.add(Optional.empty(), network.layers(), 0, null,
                    ImageTable.width(network.encoding(), settings.m_imageWidth.orElse(0)));
            } else {
                final List<FloatMatrix> fields = new ArrayList<>();
                for (final Sense sense : network.senses()) {
                    fields.add(units.add(Optional.of(sense.name()), sense.layers(), 0, null,
                        ImageTable.width(sense.encoding(), 0)));
                }
                units.addCommon(fields);
            }
            output.setOutData(1, table.finish());
        } finally {
            images.close();
        }
        output.setInternalData(images.getTable());
    }

    /** Writes the rows of the weights table. */
    private record Units(Compute compute, DeepBeliefNetwork network, OutputTable table, BufferedDataContainer images,
        ExecutionContext exec, ExecutionMonitor progress) {

        /**
         * The units of layers that lie on each other.
         *
         * @param sense whose layers they are; none for those that all have in common
         * @param below how many layers are below them
         * @param inputFields the fields of the units that the lowest reads; null where these are the inputs
         * @param width of an image that the inputs are
         * @return the fields of the units of the highest; null where there is no layer
         */
        FloatMatrix add(final Optional<String> sense, final List<Layer> layers, final int below,
            final FloatMatrix inputFields, final OptionalInt width) throws CanceledExecutionException {
            FloatMatrix fields = inputFields;
            for (int l = 0; l < layers.size(); l++) {
                final FloatMatrix weights = compute.transposed(layers.get(l).recognitionWeights());
                fields = fields == null ? weights : ReceptiveFields.through(compute, weights, fields);
                add(sense, layers.get(l), below + l + 1, weights, fields, width);
            }
            return fields;
        }

        /** The units of the layers that all senses have in common. */
        void addCommon(final List<FloatMatrix> ofSenses) throws CanceledExecutionException {
            final Layer joint = network.layers().get(0);
            final FloatMatrix weights = compute.transposed(joint.recognitionWeights());
            final FloatMatrix fields = compute.zeros(weights.rows(), network.encoding().units());
            int top = 0;
            int input = 0;
            for (int s = 0; s < ofSenses.size(); s++) {
                final Sense sense = network.senses().get(s);
                FloatMatrix part = compute.zeros(weights.rows(), sense.topUnits());
                compute.copyColumns(weights, weights.rows(), top, part, 0, sense.topUnits());
                part = ofSenses.get(s) == null ? part : ReceptiveFields.through(compute, part, ofSenses.get(s));
                compute.copyColumns(part, weights.rows(), 0, fields, input, part.columns());
                top += sense.topUnits();
                input += sense.encoding().units();
            }
            final int number = network.senseLevels() + 1;
            add(Optional.empty(), joint, number, weights, fields, OptionalInt.empty());
            add(Optional.empty(), network.layers().subList(1, network.layers().size()), number, fields,
                OptionalInt.empty());
        }

        private void add(final Optional<String> sense, final Layer layer, final int number, final FloatMatrix weights,
            final FloatMatrix fields, final OptionalInt width) throws CanceledExecutionException {
            final String name = sense.map(one -> one + " layer ").orElse("Layer ") + number;
            progress.setProgress((number - 1.0) / network.levels().size(), name);
            final float[] biases = layer.hiddenBiases();
            for (int u = 0; u < weights.rows(); u++) {
                exec.checkCanceled();
                final double[] unitWeights = ReceptiveFields.ofUnit(weights, u);
                final double[] field = ReceptiveFields.ofUnit(fields, u);
                final int unit = u + 1;
                final String key = name + " unit " + unit;
                table.add(key, row -> {
                    row.integer(0, number);
                    row.integer(1, unit);
                    row.number(2, biases[unit - 1]);
                    row.number(3, ReceptiveFields.norm(unitWeights));
                    row.vector(4, unitWeights);
                    row.vector(5, field);
                    width.ifPresent(pixels -> row.image(6, Pictures.weights(field, pixels)));
                    sense.ifPresent(one -> row.text(WEIGHTS.size(), one));
                });
                if (width.isPresent()) {
                    images.addRowToTable(ImageTable.row(key, name, ImageTable.Kind.WEIGHTS, "Unit " + unit, "",
                        width.getAsInt(), field));
                }
            }
        }
    }
}
