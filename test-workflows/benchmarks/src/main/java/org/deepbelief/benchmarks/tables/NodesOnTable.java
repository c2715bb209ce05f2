// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.tables;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.deepbelief.benchmarks.nodes.NodeRun;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;

/**
 * The nodes on one table. The first time that a node fails is told; each scores what one has without it: the most
 * frequent class, the mean, an anomaly by chance.
 */
final class NodesOnTable {

    private static final String METHOD = "DBN";

    private final Table table;

    private final Listing listing;

    private final Scores scores;

    private final Optional<Precision> precision;

    private final Set<String> told = new HashSet<>();

    private double seconds;

    private int trainings;

    /** @param precision of all nodes; empty for the one that they have untouched */
    NodesOnTable(final Table table, final Listing listing, final Scores scores,
        final Optional<Precision> precision) {
        this.table = table;
        this.listing = listing;
        this.scores = scores;
        this.precision = precision;
    }

    /** The seconds that Pretrain and Fine-tune took, a partition. */
    double secondsOfTraining() {
        return trainings == 0 ? Double.NaN : seconds / trainings;
    }

    /**
     * Everything on one partition.
     *
     * @param normal the class whose rows are no anomalies; without it anomalies are not looked for
     * @param fills whether missing values are filled
     */
    void run(final Partition partition, final Optional<String> normal, final boolean fills) {
        final int[] training = partition.training(table.size());
        final long start = System.nanoTime();
        final Optional<PortObject> pretrained = pretrain(training);
        predict(pretrained, training, partition.test());
        seconds += (System.nanoTime() - start) / 1e9;
        trainings++;
        if (listing.isClass()) {
            predictByLabelUnits(pretrained, training, partition.test());
            compareNeighbours(pretrained, training, partition.test());
        }
        for (int s = 0; fills && s < Partition.SHARES.size(); s++) {
            fill(pretrained, training, partition, s);
        }
        if (fills) {
            reconstruct(pretrained, training, partition.test());
        }
        normal.ifPresent(name -> findAnomalies(name, training, partition.test()));
    }

    private Optional<PortObject> pretrain(final int[] rows) {
        return node(new LayerwisePretrainNodeFactory(), Map.of(), table.inputs(rows));
    }

    private void predict(final Optional<PortObject> pretrained, final int[] training, final int[] test) {
        final Map<String, Object> settings = new HashMap<>();
        settings.put("targetColumn", listing.target());
        settings.put("task", listing.isClass() && table.isNumber(table.target()) ? "CLASSES" : "AUTOMATIC");
        final Optional<DataCell[]> predictions = pretrained
            .flatMap(network -> node(new FineTuneNodeFactory(), settings, network, table.part(training)))
            .flatMap(network -> predictions(network, test));
        scores.add("prediction", listing.name(), METHOD, listing.isClass()
            ? accuracy(predictions, training, test) : rSquared(predictions, training, test));
    }

    private void predictByLabelUnits(final Optional<PortObject> pretrained, final int[] training, final int[] test) {
        final Map<String, Object> settings =
            Map.of("classColumn", listing.target(), "classColumn_is_present", true);
        scores.add("label units", listing.name(), METHOD, accuracy(pretrained
            .flatMap(network -> node(new WakeSleepTuneNodeFactory(), settings, network, table.part(training)))
            .flatMap(network -> predictions(network, test)), training, test));
    }

    private Optional<DataCell[]> predictions(final PortObject network, final int[] test) {
        return node(new PredictNodeFactory(), Map.of(), network, table.inputs(test))
            .map(rows -> Table.column((BufferedDataTable)rows, "Prediction (" + listing.target() + ")"));
    }

    private double accuracy(final Optional<DataCell[]> predictions, final int[] training, final int[] test) {
        final Map<String, Integer> counts = new HashMap<>();
        Arrays.stream(training).forEach(row -> counts.merge(table.targetText(row), 1, Integer::sum));
        final String usual =
            counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElseThrow();
        int right = 0;
        for (int i = 0; i < test.length; i++) {
            final String said = predictions.isPresent() ? predictions.get()[i].toString() : usual;
            right += said.equals(table.targetText(test[i])) ? 1 : 0;
        }
        return (double)right / test.length;
    }

    private double rSquared(final Optional<DataCell[]> predictions, final int[] training, final int[] test) {
        final double mean = NearestRows.Spread.of(table, training, table.target()).mean();
        final double[] wanted = new double[test.length];
        final double[] said = new double[test.length];
        for (int i = 0; i < test.length; i++) {
            wanted[i] = table.number(test[i], table.target());
            said[i] = predictions.isPresent() ? Table.number(predictions.get()[i]) : mean;
        }
        return Measures.rSquared(wanted, said);
    }

    private void compareNeighbours(final Optional<PortObject> pretrained, final int[] training, final int[] test) {
        final String[] classes = Arrays.stream(training).mapToObj(table::targetText).toArray(String[]::new);
        final String[] wanted = Arrays.stream(test).mapToObj(table::targetText).toArray(String[]::new);
        final double columns = NearestRows.accuracy(NearestRows.standardised(table, training, training), classes,
            NearestRows.standardised(table, training, test), wanted);
        scores.add("features", listing.name(), "columns", columns);
        final Optional<double[][]> learned = pretrained.flatMap(network -> features(network, training));
        final Optional<double[][]> others = pretrained.flatMap(network -> features(network, test));
        scores.add("features", listing.name(), METHOD, learned.isPresent() && others.isPresent()
            ? NearestRows.accuracy(learned.get(), classes, others.get(), wanted)
            : accuracy(Optional.empty(), training, test));
    }

    /** What Extract Features appends. */
    private Optional<double[][]> features(final PortObject network, final int[] rows) {
        final BufferedDataTable inputs = table.inputs(rows);
        final int given = inputs.getDataTableSpec().getNumColumns();
        return node(new ExtractFeaturesNodeFactory(), Map.of(), network, inputs).map(output -> {
            final BufferedDataTable extracted = (BufferedDataTable)output;
            final double[][] features = new double[rows.length][extracted.getDataTableSpec().getNumColumns() - given];
            int r = 0;
            for (final DataRow row : extracted) {
                for (int c = 0; c < features[r].length; c++) {
                    features[r][c] = Table.number(row.getCell(given + c));
                }
                r++;
            }
            return features;
        });
    }

    /** The root of the mean squared error in training deviations, in shares of that of filling the training mean. */
    private void fill(final Optional<PortObject> pretrained, final int[] training, final Partition partition,
        final int shareIndex) {
        final int[] test = partition.test();
        final Map<Integer, Set<Integer>> holes = new HashMap<>();
        partition.holes().get(shareIndex)
            .forEach(cell -> holes.computeIfAbsent(cell.row(), row -> new HashSet<>()).add(cell.column()));
        final Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < test.length; i++) {
            places.put(test[i], i);
        }
        final int[] at = {0};
        final BufferedDataTable given = table.part(test, table.target(),
            row -> without(row, holes.getOrDefault(test[at[0]++], Set.of())));
        final Optional<BufferedDataTable> filled = pretrained
            .flatMap(network -> node(new ReconstructNodeFactory(), Map.of("missingValues", "FILL"), network, given))
            .map(BufferedDataTable.class::cast);
        double squares = 0;
        double squaresOfMean = 0;
        for (int c = 0; c < table.columns(); c++) {
            final int column = c;
            final int[] rows = partition.holes().get(shareIndex).stream().filter(cell -> cell.column() == column)
                .mapToInt(Partition.Cell::row).toArray();
            final NearestRows.Spread spread =
                rows.length == 0 ? null : NearestRows.Spread.of(table, training, column);
            if (spread == null || spread.deviation() == 0) {
                continue;
            }
            final String name = table.columnName(column) + " (filled)";
            final Optional<DataCell[]> cells = filled
                .filter(output -> output.getDataTableSpec().containsName(name))
                .map(output -> Table.column(output, name));
            for (final int row : rows) {
                final double wanted = table.number(row, column);
                final double said =
                    cells.isPresent() ? Table.number(cells.get()[places.get(row)]) : spread.mean();
                squares += Math.pow((said - wanted) / spread.deviation(), 2);
                squaresOfMean += Math.pow((spread.mean() - wanted) / spread.deviation(), 2);
            }
        }
        scores.add(Tables.filling(shareIndex), listing.name(), METHOD, Math.sqrt(squares / squaresOfMean));
    }

    /** The error of the test rows after fine-tuning for reconstruction, in shares of that before. */
    private void reconstruct(final Optional<PortObject> pretrained, final int[] training, final int[] test) {
        final Optional<Double> before = pretrained.flatMap(network -> reconstructionError(network, test));
        final Optional<Double> after = pretrained
            .flatMap(network -> node(new FineTuneNodeFactory(), Map.of("task", "RECONSTRUCTION"), network,
                table.inputs(training)))
            .flatMap(network -> reconstructionError(network, test));
        scores.add("reconstruction", listing.name(), METHOD,
            after.flatMap(error -> before.map(first -> error / first)).orElse(1.0));
    }

    private Optional<Double> reconstructionError(final PortObject network, final int[] test) {
        return node(new ReconstructNodeFactory(), Map.of(), network, table.inputs(test))
            .map(rows -> Arrays.stream(Table.column((BufferedDataTable)rows, "Reconstruction error"))
                .mapToDouble(Table::number).average().orElseThrow());
    }

    private static DataRow without(final DataRow row, final Set<Integer> columns) {
        final DataCell[] cells = new DataCell[row.getNumCells()];
        for (int c = 0; c < cells.length; c++) {
            cells[c] = columns.contains(c) ? DataType.getMissingCell() : row.getCell(c);
        }
        return new DefaultRow(row.getKey(), cells);
    }

    private void findAnomalies(final String normal, final int[] training, final int[] test) {
        final int[] learned =
            Arrays.stream(training).filter(row -> normal.equals(table.targetText(row))).toArray();
        final boolean[] anomalies = new boolean[test.length];
        for (int i = 0; i < test.length; i++) {
            anomalies[i] = !normal.equals(table.targetText(test[i]));
        }
        final Optional<BufferedDataTable> reconstructed = pretrain(learned)
            .flatMap(network -> node(new ReconstructNodeFactory(), Map.of(), network, table.inputs(test)))
            .map(BufferedDataTable.class::cast);
        for (final String score : new String[] {"Reconstruction error", "Free energy"}) {
            final double area = reconstructed.isEmpty() ? 0.5 : Measures.areaUnderCurve(
                Arrays.stream(Table.column(reconstructed.get(), score)).mapToDouble(Table::number).toArray(),
                anomalies);
            scores.add("anomalies", listing.name(), score, area);
        }
    }

    private Optional<PortObject> node(final NodeFactory<?> factory, final Map<String, ?> settings,
        final PortObject... inputs) {
        final Map<String, Object> all = new HashMap<>(settings);
        precision.ifPresent(wanted -> all.put("precision", wanted.name()));
        try {
            return Optional.of(new NodeRun(factory, all, inputs).execute());
        } catch (Exception failure) {
            final String name = factory.getClass().getSimpleName().replace("NodeFactory", "");
            if (told.add(name)) {
                System.out.println("  " + listing.name() + ": " + name + " fails: " + failure.getMessage());
            }
            return Optional.empty();
        }
    }
}
