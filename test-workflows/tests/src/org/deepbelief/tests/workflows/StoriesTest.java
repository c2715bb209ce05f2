// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.deepbelief.tests.Checkout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each workflow is there to show, with its settings as they are. Prints the figures. */
@Tag("standin")
class StoriesTest {

    /** A written or given file: the columns' names, then the rows. */
    private record Table(List<String> names, List<List<String>> rows) {

        static Table read(final Path file) throws IOException {
            final List<List<String>> lines = new ArrayList<>();
            for (final String line : Files.readAllLines(file)) {
                lines.add(cells(line));
            }
            return new Table(lines.get(0), lines.subList(1, lines.size()));
        }

        private static List<String> cells(final String line) {
            final List<String> cells = new ArrayList<>();
            final StringBuilder cell = new StringBuilder();
            boolean quoted = false;
            for (final char c : line.toCharArray()) {
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == ',' && !quoted) {
                    cells.add(cell.toString());
                    cell.setLength(0);
                } else {
                    cell.append(c);
                }
            }
            cells.add(cell.toString());
            return cells;
        }

        String text(final int row, final String column) {
            return rows.get(row).get(names.indexOf(column));
        }

        double number(final int row, final String column) {
            return Double.parseDouble(text(row, column));
        }

        double[] numbers(final String column) {
            return IntStream.range(0, rows.size()).mapToDouble(row -> number(row, column)).toArray();
        }
    }

    @TempDir
    private Path m_folder;

    /** Executes a copy of the workflow, in which no node then shows a warning, and returns its data folder. */
    private Path run(final String name) throws Exception {
        final Path workflow = Checkout.workflows().stream()
            .filter(folder -> folder.getFileName().toString().equals(name)).findFirst().orElseThrow();
        final Path copy = Checkout.copy(workflow, m_folder.resolve(name));
        assertEquals(0, BatchApplication.run("-workflowDir=" + copy));
        for (final Path node : SettingsFile.of(copy).values()) {
            final String message = SettingsFile.entries(node).get("/nodecontainer_message/message");
            assertNull(message, () -> node.getParent().getFileName() + " says " + message);
        }
        return copy.resolve("data");
    }

    private static double accuracy(final Path file) throws IOException {
        final Table table = Table.read(file);
        return table.number(table.rows().size() - 1, "Accuracy");
    }

    private static void isAtLeast(final double least, final double figure, final String what) {
        System.out.printf("%s: %.4f%n", what, figure);
        assertTrue(figure >= least, what + " is " + figure + ", less than " + least);
    }

    /**
     * Whether {@code test-workflows/run}, which reckons for itself from what the workflow wrote, shows the figure too.
     */
    private static void isShown(final double figure, final Path data) throws Exception {
        final Path workflow = Checkout.WORKFLOWS.resolve(data.getParent().getFileName());
        final Process awk = new ProcessBuilder("awk", "-f", Checkout.WORKFLOWS.resolve("table.awk").toString(), "-f",
            workflow.resolve("figures.awk").toString()).directory(data.toFile()).redirectErrorStream(true).start();
        final String shown = new String(awk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, awk.waitFor(), shown);
        assertTrue(shown.contains(String.format(Locale.ROOT, "%.4f", figure)), figure + " is not in: " + shown);
    }

    @Test
    void digitsAreTold() throws Exception {
        isAtLeast(0.975, accuracy(run("digits").resolve("accuracy.csv")), "accuracy on digits that took no part");
    }

    @Test
    void aNetworkFromAFilePredictsTheSame() throws Exception {
        assertArrayEquals(Files.readAllBytes(run("regression").resolve("predictions.csv")),
            Files.readAllBytes(run("write-and-read").resolve("predictions.csv")));
    }

    /** The nodes append numbers with all digits that single precision has, and the model knows nothing of the nodes. */
    @Test
    void aModelInOnnxRuntimeSaysWhatTheNodesSay() throws Exception {
        final Path data = run("to-onnx");
        final Table said = Table.read(data.resolve("predictions.csv"));
        final int rows = said.rows().size();
        double largest = 0;
        try (OnnxModel model = new OnnxModel(data.resolve("penguins.onnx"))) {
            final Map<String, Object> columns = new LinkedHashMap<>();
            for (final String name : model.inputs()) {
                final String[] texts = IntStream.range(0, rows).mapToObj(row -> said.text(row, name))
                    .toArray(String[]::new);
                columns.put(name, List.of("island", "sex").contains(name) ? texts : Arrays.stream(texts)
                    .mapToDouble(Double::parseDouble).toArray());
            }
            final Map<String, Object[][]> outputs = model.run(columns);
            final List<String> classes = model.classes();
            for (int row = 0; row < rows; row++) {
                assertEquals(said.text(row, "Prediction (species)"), outputs.get("class")[row][0]);
                for (int c = 0; c < classes.size(); c++) {
                    largest = Math.max(largest, difference(said.number(row, "P (species=" + classes.get(c) + ")"),
                        outputs.get("probability")[row][c]));
                }
                final Object[] features = outputs.get("features_2")[row];
                for (int unit = 0; unit < features.length; unit++) {
                    largest = Math.max(largest, difference(said.number(row, "Layer 2 unit " + (unit + 1)),
                        features[unit]));
                }
                largest = Math.max(largest, difference(said.number(row, "Reconstruction error"),
                    outputs.get("error")[row][0]));
                for (final String name : model.inputs()) {
                    final Object given = outputs.get("reconstruction_" + name)[row][0];
                    if (given instanceof String) {
                        assertEquals(said.text(row, name + " (reconstructed)"), given);
                    } else {
                        largest = Math.max(largest, difference(said.number(row, name + " (reconstructed)"), given));
                    }
                }
            }
        }
        System.out.printf("largest difference between the nodes and ONNX Runtime: %.2g%n", largest);
        assertTrue(largest <= 1e-5, "the largest difference is " + largest);
    }

    /** Relative where the number is large. */
    private static double difference(final double expected, final Object given) {
        return Math.abs(expected - ((Number)given).doubleValue()) / Math.max(1, Math.abs(expected));
    }

    /** That a reader of the document predicts the same is tested with the engine. */
    @Test
    void aNetworkLeavesAsPmml() throws Exception {
        final Path data = run("to-pmml");
        final String document = Files.readString(data.resolve("penguins.pmml"));
        for (final String field : Files.readAllLines(data.resolve("penguins.csv")).get(0).split(",")) {
            assertEquals(!field.equals("year"), document.contains("<DataField name=\"" + field + "\""), field);
        }
        assertTrue(document.contains("functionName=\"regression\"")
            && document.contains("<MiningField name=\"body_mass_g\" usageType=\"target\""), "what is predicted");
    }

    @Test
    void generatedDigitsAreRecognisedAndDiffer() throws Exception {
        final Path data = run("generate-digits");
        isAtLeast(0.92, accuracy(data.resolve("accuracy.csv")),
            "share of generated digits that another network tells as they were meant");
        isAtLeast(0.75, meanDistance(data.resolve("generated.csv")) / meanDistance(data.resolve("digits.csv")),
            "distance between generated digits of a class, by that between real ones");
    }

    /** The mean distance, by their pixels, between two digits of the same class. */
    private static double meanDistance(final Path file) throws IOException {
        final Table table = Table.read(file);
        final double[][] pixels = table.names().stream().filter(name -> name.startsWith("px")).map(table::numbers)
            .toArray(double[][]::new);
        double sum = 0;
        long pairs = 0;
        for (int a = 0; a < table.rows().size(); a++) {
            for (int b = 0; b < a; b++) {
                if (table.text(a, "digit").equals(table.text(b, "digit"))) {
                    double squares = 0;
                    for (final double[] pixel : pixels) {
                        squares += (pixel[a] - pixel[b]) * (pixel[a] - pixel[b]);
                    }
                    sum += Math.sqrt(squares);
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    @Test
    void unlabelledDigitsHelpAFewLabelledOnes() throws Exception {
        final Path data = run("few-labels");
        final double with = accuracy(data.resolve("accuracy.csv"));
        isAtLeast(0.90, with, "accuracy with 50 labels");
        isAtLeast(0.10, with - accuracy(data.resolve("accuracy-without.csv")), "of that, owed to unlabelled digits");
    }

    @Test
    void featuresServeAnotherLearner() throws Exception {
        final Path data = run("feature-extraction");
        final double features = accuracy(data.resolve("accuracy.csv"));
        isAtLeast(0.9, features, "accuracy of nearest neighbours by features");
        isAtLeast(0.05, features - accuracy(data.resolve("accuracy-of-columns.csv")),
            "of that, owed to features instead of columns");
    }

    @Test
    void outliersStandOut() throws Exception {
        final Path data = run("anomaly-detection");
        final Table scores = Table.read(data.resolve("scores.csv"));
        for (final String score : List.of("Reconstruction error", "Free energy")) {
            final double area = areaUnderCurve(scores, score);
            isAtLeast(0.93, area, "AUC of the " + score.toLowerCase());
            isShown(area, data);
        }
    }

    @Test
    void faultsAreUnexpectedAndTheDayAfterIsForetold() throws Exception {
        final Path data = run("forecast");
        final Table scores = Table.read(data.resolve("scores.csv"));
        final double area = areaUnderCurve(scores, "Unexpectedness", "fault");
        isAtLeast(0.9, area, "AUC of the unexpectedness");
        isShown(area, data);
        final Table next = Table.read(data.resolve("forecast.csv"));
        assertEquals(48, next.rows().size());
        assertEquals("2025-02-15T00:00", next.text(0, "time"));
        assertEquals("north", next.text(0, "pump"));
        // A pump is busy by day: the best hour of the forecast is in the afternoon.
        int best = 0;
        for (int hour = 0; hour < 24; hour++) {
            best = next.number(hour, "flow") > next.number(best, "flow") ? hour : best;
        }
        assertTrue(best >= 10 && best <= 18, "busiest hour of the next day: " + best);
    }

    private static double areaUnderCurve(final Table table, final String score) {
        return areaUnderCurve(table, score, "outlier");
    }

    /** The share of pairs of an odd row and another in which the odd one has the higher score. */
    private static double areaUnderCurve(final Table table, final String score, final String odd) {
        double higher = 0;
        long pairs = 0;
        for (int outlier = 0; outlier < table.rows().size(); outlier++) {
            for (int other = 0; other < table.rows().size(); other++) {
                if (table.text(outlier, odd).equals("yes") && table.text(other, odd).equals("no")) {
                    higher += 0.5 + 0.5 * Math.signum(table.number(outlier, score) - table.number(other, score));
                    pairs++;
                }
            }
        }
        return higher / pairs;
    }

    @Test
    void missingCellsAreFilledBetterThanByTheirMeans() throws Exception {
        final Path data = run("missing-values");
        final Table filled = Table.read(data.resolve("filled.csv"));
        final Table gaps = Table.read(data.resolve("gaps.csv"));
        final Table truth = Table.read(data.resolve("truth.csv"));
        final Table training = Table.read(data.resolve("measurements.csv"));
        double error = 0;
        double errorOfMeans = 0;
        for (final String column : truth.names()) {
            final double[] known = training.numbers(column);
            final double mean = Arrays.stream(known).average().orElseThrow();
            final double variance = Arrays.stream(known).map(value -> (value - mean) * (value - mean)).average()
                .orElseThrow();
            for (int row = 0; row < truth.rows().size(); row++) {
                if (gaps.text(row, column).isEmpty()) {
                    error += Math.pow(filled.number(row, column + " (filled)") - truth.number(row, column),
                        2) / variance;
                    errorOfMeans += Math.pow(mean - truth.number(row, column), 2) / variance;
                } else {
                    assertEquals(truth.number(row, column), filled.number(row, column + " (filled)"));
                }
            }
        }
        final double below = 1 - Math.sqrt(error / errorOfMeans);
        isAtLeast(0.4, below, "share by which the error of filled cells is below that of their means");
        isShown(below, data);
    }

    @Test
    void twoDimensionsKeepLikeDigitsTogether() throws Exception {
        final Path data = run("autoencoder-2d");
        final Table map = Table.read(data.resolve("two-dimensions.csv"));
        final double[] x = map.numbers("Layer 3 unit 1");
        final double[] y = map.numbers("Layer 3 unit 2");
        int right = 0;
        for (int row = 0; row < x.length; row++) {
            final int center = row;
            final Map<String, Integer> neighbours = new LinkedHashMap<>();
            IntStream.range(0, x.length).filter(other -> other != center).boxed()
                .sorted(Comparator.comparingDouble(other -> Math.hypot(x[other] - x[center], y[other] - y[center])))
                .limit(5).forEach(other -> neighbours.merge(map.text(other, "digit"), 1, Integer::sum));
            final String most = neighbours.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
            right += most.equals(map.text(row, "digit")) ? 1 : 0;
        }
        final double share = (double)right / x.length;
        isAtLeast(0.75, share, "share of digits whose five neighbours in two dimensions are mostly the same digit");
        isShown(share, data);
    }

    @Test
    void newDigitsFindTheirPlacesInTheMap() throws Exception {
        final Path data = run("map");
        final Table map = Table.read(data.resolve("map.csv"));
        final Table added = Table.read(data.resolve("new-rows.csv"));
        final double[] x = map.numbers("Map 1");
        final double[] y = map.numbers("Map 2");
        final double[] across = added.numbers("Map 1");
        final double[] up = added.numbers("Map 2");
        int right = 0;
        for (int row = 0; row < across.length; row++) {
            final int one = row;
            final int nearest = IntStream.range(0, x.length).boxed()
                .min(Comparator.comparingDouble(other -> Math.hypot(x[other] - across[one], y[other] - up[one])))
                .orElseThrow();
            right += map.text(nearest, "digit").equals(added.text(row, "digit")) ? 1 : 0;
        }
        final double share = (double)right / across.length;
        isAtLeast(0.85, share, "share of new digits that lie nearest to one of their kind");
        isShown(share, data);
    }

    @Test
    void digitsAreToldByEitherSense() throws Exception {
        final Path data = run("two-senses");
        final Table predictions = Table.read(data.resolve("predictions.csv"));
        final int[] right = new int[3];
        final int[] count = new int[3];
        for (int row = 0; row < predictions.rows().size(); row++) {
            final int senses = (predictions.text(row, "kar_0").isEmpty() ? 0 : 1)
                + (predictions.text(row, "zer_0").isEmpty() ? 0 : 1);
            count[senses]++;
            right[senses] += predictions.text(row, "digit").equals(predictions.text(row, "Prediction (digit)")) ? 1 : 0;
        }
        final double both = (double)right[2] / count[2];
        final double one = (double)right[1] / count[1];
        isAtLeast(0.9, both, "share of digits that are told by both senses");
        isAtLeast(0.7, one, "share of digits that are told by one sense");
        isShown(both, data);
        isShown(one, data);
    }

    @Test
    void bodyMassIsPredicted() throws Exception {
        final Path data = run("regression");
        final Table predictions = Table.read(data.resolve("predictions.csv"));
        final double[] mass = predictions.numbers("body_mass_g");
        final double[] predicted = predictions.numbers("Prediction (body_mass_g)");
        final double mean = IntStream.range(0, mass.length).mapToDouble(row -> mass[row]).average().orElseThrow();
        double unexplained = 0;
        double variance = 0;
        for (int row = 0; row < mass.length; row++) {
            unexplained += Math.pow(mass[row] - predicted[row], 2);
            variance += Math.pow(mass[row] - mean, 2);
        }
        final double explained = 1 - unexplained / variance;
        isAtLeast(0.8, explained, "share of the variance of body mass that is explained");
        isShown(explained, data);
    }

    @Test
    void speciesAreToldFromColumnsOfEveryKind() throws Exception {
        isAtLeast(0.94, accuracy(run("mixed-table").resolve("accuracy.csv")), "accuracy on penguins that took no part");
    }
}
