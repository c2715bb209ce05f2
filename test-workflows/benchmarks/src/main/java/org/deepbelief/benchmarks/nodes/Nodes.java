// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.nodes;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.deepbelief.benchmarks.quality.LabelledImages;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.engine.infer.RowInference;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.ExecutionContext;

import com.sun.management.OperatingSystemMXBean;

/**
 * Prints the time that nodes take beside the engine's own on the same images, as a table of a column a pixel. The sides
 * take turns in one process; the medians over the rounds are compared. What takes less than a second is still being
 * compiled in its first rounds, so there are more of these; the first is told too, since a workflow has no other.
 */
public final class Nodes {

    private static final int LEAST_ROUNDS = 3;

    private static final int MOST_ROUNDS = 15;

    /** Beyond the least, a round begins only while those before took less. */
    private static final double SECONDS = 20;

    private static final int BATCH = 100;

    private static final OperatingSystemMXBean PROCESS =
        (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();

    private final BufferedDataTable table;

    private final SampleMatrix samples;

    private final LabelledImages images;

    private final int epochs;

    private final ExecutionContext exec = NodeRun.context();

    private Nodes(final LabelledImages images, final int epochs) throws IOException {
        this.images = images;
        this.epochs = epochs;
        table = PixelTable.of(images, exec);
        samples = images.samples();
    }

    /**
     * @param arguments the folder of the IDX files, and the number of epochs of each training
     * @throws Exception if the images cannot be read or a node fails
     */
    public static void main(final String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("Usage: test-workflows/benchmarks/nodes <folder of IDX files> [epochs]");
            System.exit(2);
        }
        final LabelledImages images = LabelledImages.read(Path.of(arguments[0]), "train");
        new Nodes(images, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3).run();
    }

    private void run() throws Exception {
        System.out.printf(Locale.ROOT, "%,d rows, 784 number columns, 784-500-500, all %d threads; medians of %d to %d"
            + " rounds%n", table.size(), Runtime.getRuntime().availableProcessors(), LEAST_ROUNDS, MOST_ROUNDS);
        System.out.printf("%-40s %9s %9s %9s %12s %12s %12s %7s %11s%n", "", "engine", "table", "node", "node/engine",
            "beyond table", "table/cell", "rounds", "node first");
        final String trained = ", " + epochs + (epochs == 1 ? " epoch" : " epochs");
        // The node passes over the table twice: for the ranges of the inputs, and for the rows.
        final DbnPortObject network = compare("Pretrain" + trained + " a layer", this::pretrain, new Pass(2, 0),
            new NodeRun(new LayerwisePretrainNodeFactory(), training(Map.of()), table));
        compare("Wake-Sleep Tune" + trained, () -> tune(network.network()), new Pass(1, 0),
            new NodeRun(new WakeSleepTuneNodeFactory(),
                training(Map.of("classColumn", "label", "classColumn_is_present", true)), network, table));
        final DbnPortObject classifier = compare("Fine-tune" + trained, () -> fineTune(network.network()),
            new Pass(1, 0), new NodeRun(new FineTuneNodeFactory(), training(Map.of()), network, table));
        compare("Extract Features, a column a unit", () -> infer(extraction(network.network())),
            new Pass(1, network.network().lastLayer().hiddenUnits()),
            new NodeRun(new ExtractFeaturesNodeFactory(), Map.of(), network, table));
        compare("Predict, a column a class",
            () -> infer(new Prediction(classifier.network(), Prediction.Source.HEAD, 0)), new Pass(1, 11),
            new NodeRun(new PredictNodeFactory(), Map.of(), classifier, table));
        compare("Reconstruct, a column a pixel", () -> infer(new Reconstruction(network.network(),
            Reconstruction.Fill.MEAN_FIELD, 1, 1, 0)), new Pass(1, 786),
            new NodeRun(new ReconstructNodeFactory(), Map.of(), network, table));
    }

    private Map<String, Object> training(final Map<String, Object> settings) {
        final Map<String, Object> all = new HashMap<>(settings);
        all.put("epochs", epochs);
        all.put("batchSize", BATCH);
        return all;
    }

    /** The node's first output of the last round. */
    @SuppressWarnings("unchecked")
    private <T> T compare(final String name, final Callable<?> engine, final Pass pass, final NodeRun node)
        throws Exception {
        final List<Callable<?>> sides = List.of(engine, pass, node::execute);
        final double[][] wall = new double[sides.size()][MOST_ROUNDS];
        final double[][] processor = new double[sides.size()][MOST_ROUNDS];
        Object last = null;
        int rounds = 0;
        double taken = 0;
        while (rounds < LEAST_ROUNDS || rounds < MOST_ROUNDS && taken < SECONDS) {
            for (int side = 0; side < wall.length; side++) {
                System.gc();
                final long start = System.nanoTime();
                final long worked = PROCESS.getProcessCpuTime();
                last = sides.get(side).call();
                processor[side][rounds] = (PROCESS.getProcessCpuTime() - worked) / 1e9;
                wall[side][rounds] = (System.nanoTime() - start) / 1e9;
                taken += wall[side][rounds];
            }
            rounds++;
        }
        print(name, wall, rounds, pass.cells());
        print("  by processor time", processor, rounds, pass.cells());
        return (T)last;
    }

    private static void print(final String name, final double[][] seconds, final int rounds, final long cells) {
        final double alone = median(seconds[0], rounds);
        final double rows = median(seconds[1], rounds);
        final double whole = median(seconds[2], rounds);
        System.out.printf(Locale.ROOT, "%-40s %7.2f s %7.2f s %7.2f s %12.3f %12.3f %9.1f ns %7d %9.2f s%n", name,
            alone, rows, whole, whole / alone, (whole - rows) / alone, rows * 1e9 / cells, rounds, seconds[2][0]);
    }

    private static double median(final double[] seconds, final int rounds) {
        final double[] sorted = Arrays.copyOf(seconds, rounds);
        Arrays.sort(sorted);
        return sorted[rounds / 2];
    }

    private Object pretrain() throws IOException {
        final LayerSettings layer = Defaults.BOLTZMANN_MACHINE.withLearning(Defaults.LEARNING.withEpochs(epochs));
        return LayerwisePretraining.train(samples, images.encoding(),
            Defaults.PRETRAINING.withLayers(List.of(layer, layer))
                .withTraining(training()),
            TrainingMonitor.NONE);
    }

    private Object tune(final DeepBeliefNetwork network) {
        return WakeSleepTuning.train(network, samples, Defaults.WAKE_SLEEP
            .withTraining(training()).withEpochs(Defaults.WAKE_SLEEP.epochs().withCount(epochs))
            .withClassColumn(Optional.of(LabelledImages.CLASSES)), TrainingMonitor.NONE);
    }

    private Object fineTune(final DeepBeliefNetwork network) {
        return FineTuning.train(network, samples,
            Defaults.FINE_TUNING.withTarget(new FineTuning.Target.Classes(LabelledImages.CLASSES)).withTraining(
                training(), new Epochs(epochs, Defaults.averagedEpochs(epochs), 0)),
            TrainingMonitor.NONE);
    }

    private static TrainingSettings training() {
        return Defaults.PRETRAINING.training().withBatchSize(BATCH);
    }

    private static FeatureExtraction extraction(final DeepBeliefNetwork network) {
        return new FeatureExtraction(network, List.of(network.layers().size()), FeatureKind.PROBABILITIES, 1, 0);
    }

    private Object infer(final RowInference inference) throws IOException {
        try (inference) {
            inference.run(rows(), values -> { });
        }
        return inference;
    }

    private RowSource rows() {
        return new RowSource() {

            private long next;

            @Override
            public long rows() {
                return samples.rows();
            }

            @Override
            public boolean next(final float[] units, final float[] targets) {
                if (next == samples.rows()) {
                    return false;
                }
                samples.readUnits(next++, units, 0);
                return true;
            }
        };
    }

    /** What any node pays that looks at each number of the table so often, and writes so many columns of numbers. */
    private final class Pass implements Callable<Double> {

        private final int reads;

        private final int columns;

        Pass(final int reads, final int columns) {
            this.reads = reads;
            this.columns = columns;
        }

        @Override
        public Double call() {
            double sum = 0;
            for (int i = 0; i < reads; i++) {
                sum += readTable();
            }
            return columns == 0 ? sum : sum + writeTable(columns);
        }

        long cells() {
            return table.size() * (reads * (table.getDataTableSpec().getNumColumns() - 1) + columns);
        }
    }

    private double readTable() {
        final int columns = table.getDataTableSpec().getNumColumns() - 1;
        final int[] indices = new int[columns];
        Arrays.setAll(indices, i -> i);
        double sum = 0;
        try (CloseableRowIterator rows = table.filter(TableFilter.materializeCols(indices)).iterator()) {
            while (rows.hasNext()) {
                final DataRow row = rows.next();
                for (int c = 0; c < columns; c++) {
                    final DataCell cell = row.getCell(c);
                    sum += cell.isMissing() ? 0 : ((DoubleValue)cell).getDoubleValue();
                }
            }
        }
        return sum;
    }

    private double writeTable(final int columns) {
        final DataColumnSpec[] specs = new DataColumnSpec[columns];
        Arrays.setAll(specs, c -> new DataColumnSpecCreator("new " + c, DoubleCell.TYPE).createSpec());
        final BufferedDataContainer container = exec.createDataContainer(new DataTableSpec(specs));
        for (long row = 0; row < table.size(); row++) {
            final DataCell[] cells = new DataCell[columns];
            for (int c = 0; c < columns; c++) {
                cells[c] = new DoubleCell((row * 31 + c * 17) % 1009 / 1009.0);
            }
            container.addRowToTable(new DefaultRow("Row" + row, cells));
        }
        container.close();
        return container.getTable().size();
    }
}
