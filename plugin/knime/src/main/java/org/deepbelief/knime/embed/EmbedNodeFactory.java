// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.embed;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.TrainingMemory;
import org.deepbelief.engine.train.TrainingResult;
import org.deepbelief.engine.train.TrainingReview;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.execution.ExecutionTrainingMonitor;
import org.deepbelief.knime.execution.TrainingOutput;
import org.deepbelief.knime.execution.TrainingSamples;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.settings.MemoryCheck;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.ClassScan;
import org.deepbelief.knime.table.MapTable;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.RowPictures;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TableStream;
import org.deepbelief.knime.table.TargetColumns;
import org.deepbelief.knime.table.TargetReader;
import org.deepbelief.knime.table.TrainingLogTable;
import org.deepbelief.knime.view.MapView;
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

/** DBN Embed: network and table in; network, table with the rows' places in a map, and training log out. */
public final class EmbedNodeFactory extends DefaultNodeFactory {

    private static final int ROWS_TO_CANCEL = 256;

    private static final int LOG_PORT = 2;

    private static final String CLASS_COLUMN = "\"Class column\" (classColumn)";

    private static final DefaultNode NODE = MapView.addTo(DefaultNode.create()
        .name("DBN Embed")
        .icon("../../../../icons/embed.png")
        .shortDescription("Gives each row a place in a map, in which like rows lie together and new rows find theirs.")
        .fullDescription("""
            Puts a layer of a few linear units, the coordinates of a map, on top of a pretrained network, and tunes all
            layers so that rows which belong together lie together: <i>neighbours</i>, rows whose inputs are alike
            (parametric t-SNE), or rows of the same <i>class</i> (neighbourhood components analysis), or both at once
            where only some rows have a class.
            <p>
            Use it after <i>DBN Layer-wise Pretrain</i>. Unlike t-SNE, which lays out the rows that it is given and no
            others, the network is the map: <i>DBN Extract Features</i> finds the place of any row with the same
            columns. In two dimensions a scatter plot shows the map; in some thirty, nearest neighbours classify by it.
            </p>
            <p>
            <b>Few rows with a class.</b> Where classes count more than likeness, let <i>DBN Fine-tune</i> learn them
            first, which then learns from all rows, predict the class of all rows, and embed its network by the
            predictions with its layers frozen: it tells the classes of rows better than neighbours do.
            </p>
            <p>
            <b>How to choose.</b> Rows are compared within a batch, so batches are large: with classes, each should
            have several rows of each class. Where fewer than half of the rows have a class, half of each batch is of
            those that have, as far as there are so many. The perplexity says how many neighbours count. Distances
            within groups of a map mean more than those between groups.
            </p>
            <p>
            See L. van der Maaten, <i>Learning a parametric embedding by preserving local structure</i>, AISTATS (2009);
            R. Salakhutdinov and G. Hinton, <i>Learning a nonlinear embedding by preserving class neighbourhood
            structure</i>, AISTATS (2007); J. Weston, F. Ratle and R. Collobert, <i>Deep learning via semi-supervised
            embedding</i>, ICML (2008).
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "The network to put the map on. Its output layer and label units are dropped, and"
                + " so is a map that it has already.", DbnPortObject.TYPE)
            .addInputTable("Training rows", "Rows with the columns of the network and, if classes count, a column of"
                + " them.")
            .addOutputPort("Embedding network", "The network with the map as its top layer.", DbnPortObject.TYPE)
            .addOutputTable("Rows with places", "The rows with their coordinates appended. A row that was skipped for"
                + " a missing value has missing coordinates.")
            .addOutputTable("Training log", TrainingLogTable.DESCRIPTION))
        .model(model -> model.parametersClass(EmbedParameters.class)
            .configure(EmbedNodeFactory::configure)
            .execute(EmbedNodeFactory::execute))
        .nodeType(NodeType.Learner)
        .keywords("DBN", "t-SNE", "parametric t-SNE", "NCA", "neighbourhood components analysis", "map", "embedding",
            "dimension reduction", "visualization", "metric learning", "semi-supervised", "deep learning"));

    /** For KNIME. */
    public EmbedNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final EmbedParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        final DataTableSpec table = NetworkInput.table(input, network);
        check(network, settings);
        classes(table, network, settings);
        final DbnPortObjectSpec embedded = network.embedded(settings.m_dimensions);
        MemoryCheck.check(TrainingMemory.ofEmbedding(embedded.sizes(), 1, settings.m_frozenLayers,
            Defaults.EMBEDDING.descent().optimizer()),
            "Connect a smaller network, or raise \"Frozen layers\" (frozenLayers)");
        output.setOutSpecs(embedded, OutputColumn.append(table, columns(settings)), TrainingLogTable.SPEC);
    }

    private static void check(final DbnPortObjectSpec network, final EmbedParameters settings)
        throws InvalidSettingsException {
        NetworkInput.checkTrained(network);
        NetworkInput.checkNotTemporal(network, "A map");
        SettingsCheck.check(settings);
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), network.visibleUnits());
        final int below = network.embedded(settings.m_dimensions).levels().size() - 1;
        if (settings.m_frozenLayers > below) {
            throw new InvalidSettingsException("The setting \"Frozen layers\" (frozenLayers) is "
                + settings.m_frozenLayers + ", but the network has only " + below + (below == 1 ? " layer" : " layers")
                + " below the map. Freeze fewer.");
        }
        if (settings.m_stopEarly && settings.m_validationShare == 0) {
            throw new InvalidSettingsException("Stopping early watches rows that are held out, but none are. Set"
                + " \"Validation share (0 to 1)\" (validationShare) to about 0.1, or uncheck \"Stop early\""
                + " (stopEarly).");
        }
    }

    /** The class column, where classes count. */
    private static Optional<Target> classes(final DataTableSpec table, final DbnPortObjectSpec network,
        final EmbedParameters settings) throws InvalidSettingsException {
        if (settings.m_task == EmbedParameters.Task.NEIGHBOURS) {
            return Optional.empty();
        }
        if (settings.m_classColumn.isEmpty()) {
            if (settings.m_task == EmbedParameters.Task.AUTOMATIC) {
                return Optional.empty();
            }
            throw new InvalidSettingsException("No class column is chosen. Check " + CLASS_COLUMN
                + " and choose one, or \"Neighbours\" for \"Lie together\" (task).");
        }
        final String name = settings.m_classColumn.get();
        TargetColumns.checkNoInput(network, name);
        return Optional.of(TargetColumns.classes(table, name, CLASS_COLUMN));
    }

    private static List<OutputColumn> columns(final EmbedParameters settings) {
        return IntStream.rangeClosed(1, settings.m_dimensions).mapToObj(OutputColumn::coordinate).toList();
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> train(input.getParameters(), input.getInPortObject(0),
            input.getInTable(1), exec, output));
    }

    private static void train(final EmbedParameters settings, final DbnPortObject port, final BufferedDataTable table,
        final ExecutionContext exec, final ExecuteOutput output)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        final DataTableSpec spec = table.getDataTableSpec();
        check(port.getSpec(), settings);
        final Optional<Target> target = classes(spec, port.getSpec(), settings);
        final Optional<ClassColumn> classes =
            target.isPresent() ? Optional.of(ClassScan.of(table, target.get(), exec)) : Optional.empty();
        final RowReader reader = reader(settings, port.network(), spec);
        final TrainingResult result;
        try (SampleMatrix samples = TrainingSamples.read(TableRows.alone(table), reader,
            classes.map(column -> TargetReader.ofClasses(spec, column)), settings.m_memoryBudgetMiB.orElse(0),
            exec.createSubProgress(0.03))) {
            final ExecutionTrainingMonitor monitor = new ExecutionTrainingMonitor(exec.createSubProgress(0.9));
            final long labelled = classes.isPresent() ? labelled(samples, monitor::checkCancelled) : 0;
            final Embedding.Aim aim = settings.aim(classes, samples.rows(), labelled);
            result = Embedding.train(port.network(), samples,
                settings.trainingSettings(aim, aim.learnsFromUnlabelled() ? samples.rows() : labelled), monitor);
        }
        final TrainingOutput training = new TrainingOutput(result, settings.m_imageWidth.orElse(0));
        training.warn(TrainingReview.ofEmbedding(result.log(), settings.m_learningRate));
        try (FeatureExtraction places = new FeatureExtraction(result.network(),
            FeatureExtraction.Choice.of(List.of(result.network().levels().size())), FeatureKind.PROBABILITIES, 0,
            settings.m_threads.orElse(0), Precision.FLOAT32)) {
            final BufferedDataTable placed = TableStream.append(TableRows.alone(table),
                reader(settings, result.network(), spec), columns(settings), places::run, (values, row, cells) -> {
                    for (int k = 0; k < values.size(); k++) {
                        cells.number(k, values.at(k));
                    }
                }, exec.createSubExecutionContext(0.06), training::warn);
            output.setOutData(1, placed);
            training.show(map(settings, result.network(), placed, target, exec));
        }
        training.set(DbnPortObjectSpec.of(result.network(), Tuning.EMBEDDED, TargetKind.NOMINAL, TargetKind.NOMINAL),
            exec, output, LOG_PORT);
    }

    /** What the view shows of the rows. */
    private static List<BufferedDataTable> map(final EmbedParameters settings, final DeepBeliefNetwork network,
        final BufferedDataTable placed, final Optional<Target> target, final ExecutionContext exec)
        throws IOException, CanceledExecutionException {
        final DataTableSpec spec = placed.getDataTableSpec();
        final Optional<RowPictures> pictures =
            RowPictures.of(spec, network, settings.m_imageWidth.orElse(0));
        final MapTable.Columns columns = MapTable.Columns.of(spec, spec.getNumColumns() - settings.m_dimensions,
            target.map(Target::name), network.encoding().columns().stream().map(InputColumn::name)
                .collect(Collectors.toSet()), pictures.isPresent());
        final MapTable.Kept kept = MapTable.write(placed, columns, pictures, exec);
        return List.of(kept.points(), kept.pictures());
    }

    private static RowReader reader(final EmbedParameters settings, final DeepBeliefNetwork network,
        final DataTableSpec table) throws IOException {
        return RowReader.of(table, network, settings.m_missingValues, settings.m_unknownValues.unknownValue(), false);
    }

    /** How many rows have a class. */
    private static long labelled(final SampleMatrix samples, final Runnable checkCancelled) {
        long labelled = 0;
        for (long row = 0; row < samples.rows(); row++) {
            if (row % ROWS_TO_CANCEL == 0) {
                checkCancelled.run();
            }
            labelled += Float.isNaN(samples.target(row, 0)) ? 0 : 1;
        }
        return labelled;
    }
}
