// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortObject;

/** Tables with gaps, constants, sentinels, money, dates, codes and classes, made up of the kinds that users have. */
class OrdinaryTablesTest {

    private static final long SEED = 3;

    private static final Map<String, Object> QUICK =
        Map.of("epochs", 20, "layers/0/units", 12, "layers/1/units", 8, "layers/0/learningRate", 0.01);

    /** Rows of what a row's number gives. */
    @FunctionalInterface
    private interface Rows {
        Object[] row(int number, Random random);
    }

    private static BufferedDataTable table(final List<String> names, final int rows, final Rows values) {
        final Random random = new Random(SEED);
        final List<DataCell[]> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            cells.add(Arrays.stream(values.row(r, random)).map(OrdinaryTablesTest::cell).toArray(DataCell[]::new));
        }
        final List<DataColumnSpec> columns = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            final int column = c;
            columns.add(Tables.column(names.get(c), cells.stream().map(row -> row[column])
                .filter(cell -> cell != null).findFirst().map(DataCell::getType).orElse(DoubleCell.TYPE)));
        }
        return Tables.of(columns, cells);
    }

    private static DataCell cell(final Object value) {
        return value == null ? null : value instanceof String text ? new StringCell(text)
            : value instanceof Long number ? new LongCell(number) : new DoubleCell(((Number)value).doubleValue());
    }

    /** Three measurements that go together, and a kind. */
    private static Object[] flower(final int number, final Random random) {
        final int kind = number % 3;
        return new Object[]{4 + kind + random.nextGaussian() / 4, 2 + kind + random.nextGaussian() / 4,
            1 + 2 * kind + random.nextGaussian() / 4, List.of("a", "b", "c").get(kind)};
    }

    /** Eight measurements of two things that are not seen. */
    private static BufferedDataTable measurements(final int rows, final int firstSeed) {
        return table(IntStream.range(0, 8).mapToObj(column -> "m" + column).toList(), rows, (number, ignored) -> {
            final Random random = new Random(firstSeed + number);
            final double first = random.nextGaussian();
            final double second = random.nextGaussian();
            return IntStream.range(0, 8).mapToObj(column -> Math.cos(column) * first + Math.sin(column) * second
                + random.nextGaussian() / 10).toArray();
        });
    }

    private static BufferedDataTable flowers() {
        return table(List.of("length", "width", "petal", "kind"), 90, OrdinaryTablesTest::flower);
    }

    private static NodeRunner pretrain(final BufferedDataTable table) throws Exception {
        return NodeRunner.run(new LayerwisePretrainNodeFactory(), QUICK, table);
    }

    private static NodeRunner pretrain(final BufferedDataTable table, final String... more) throws Exception {
        final Map<String, Object> settings = new HashMap<>(QUICK);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return NodeRunner.run(new LayerwisePretrainNodeFactory(), settings, table);
    }

    private static Map<String, Object> target(final String name) {
        return Map.of("targetColumn", name, "task", "AUTOMATIC");
    }

    private static List<String> inputs(final PortObject network) {
        return ((DbnPortObjectSpec)network.getSpec()).inputs().stream().map(Input::name).toList();
    }

    private static double[] numbers(final PortObject port, final String column) {
        final BufferedDataTable table = (BufferedDataTable)port;
        final int index = table.getDataTableSpec().findColumnIndex(column);
        final List<Double> numbers = new ArrayList<>();
        for (final DataRow row : table) {
            numbers.add(row.getCell(index) instanceof DoubleValue number ? number.getDoubleValue() : Double.NaN);
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void says(final NodeRunner node, final String... parts) {
        for (final String part : parts) {
            assertTrue(node.warnings().toString().contains(part), part + " in " + node.warnings());
        }
    }

    /** The two things are all that there is to learn: what stays is noise of a hundredth of the variance. */
    @Test
    void anUntouchedAutoencoderReconstructsNewRowsBetterThanThePretrainedLayers() throws Exception {
        final BufferedDataTable rows = measurements(80, 0);
        final BufferedDataTable others = measurements(80, 1_000);
        final PortObject pretrained = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of(), rows).output(0);
        final PortObject tuned = NodeRunner.run(new FineTuneNodeFactory(), Map.of(), pretrained, rows).output(0);
        final double before = error(pretrained, others);
        final double after = error(tuned, others);
        System.out.printf("OrdinaryTablesTest: error of new rows %.4f before, %.4f after, %.4f of the rows learned%n",
            before, after, error(tuned, rows));
        assertTrue(after < before / 3, after + " after " + before);
    }

    /** Three kinds whose measurements overlap little: the nearest mean tells 119 rows in 120. */
    @Test
    void untouchedLabelUnitsTellTheKindsOfNewRows() throws Exception {
        final PortObject pretrained =
            NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of(), kinds(120, 0, false)).output(0);
        final PortObject tuned = NodeRunner.run(new WakeSleepTuneNodeFactory(),
            Map.of("classColumn", "kind", "classColumn_is_present", true), pretrained, kinds(120, 0, true)).output(0);
        final BufferedDataTable others = kinds(120, 1_000, true);
        final BufferedDataTable told =
            (BufferedDataTable)NodeRunner.run(new PredictNodeFactory(), Map.of(), tuned, others).output(0);
        final int kind = told.getDataTableSpec().findColumnIndex("kind");
        final int prediction = told.getDataTableSpec().findColumnIndex("Prediction (kind)");
        int right = 0;
        for (final DataRow row : told) {
            right += row.getCell(kind).equals(row.getCell(prediction)) ? 1 : 0;
        }
        System.out.println("OrdinaryTablesTest: label units tell " + right + " of 120 new rows");
        assertTrue(right >= 108, right + " of 120");
    }

    private static BufferedDataTable kinds(final int rows, final int firstSeed, final boolean told) {
        final List<String> names = IntStream.range(0, 5).mapToObj(column -> "m" + column).toList();
        return table(told ? Stream.concat(names.stream(), Stream.of("kind")).toList() : names, rows,
            (number, ignored) -> {
                // Random's first numbers of neighbouring seeds are nearly the same
                final SplittableRandom random = new SplittableRandom(firstSeed + number);
                final int kind = number % 3;
                final Stream<Object> measured = IntStream.range(0, 5)
                    .mapToObj(column -> Math.cos(2 * kind + column) + random.nextGaussian() / 2);
                return (told ? Stream.concat(measured, Stream.of(List.of("a", "b", "c").get(kind))) : measured)
                    .toArray();
            });
    }

    private static double error(final PortObject network, final BufferedDataTable rows) throws Exception {
        return Arrays.stream(numbers(NodeRunner.run(new ReconstructNodeFactory(), Map.of(), network, rows).output(0),
            "Reconstruction error")).average().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTOMATIC", "Z_SCORE", "MIN_MAX"})
    void whatLiesFartherOutIsToldAndLooksSo(final String scaling) throws Exception {
        final PortObject network = pretrain(flowers(), "scaling", scaling).output(0);
        final double[] lengths = {5, 7.9, 79, 7.9e9, 1e15};
        final BufferedDataTable rows =
            table(List.of("length", "width", "petal"), lengths.length, (r, random) -> new Object[]{lengths[r], 3, 3});
        final NodeRunner node = NodeRunner.run(new ReconstructNodeFactory(), Map.of(), network, rows);
        says(node, "\"length\" is 1.0E15 in row \"Row4\"", "3 in \"length\"");
        final double[] errors = numbers(node.output(0), "Reconstruction error");
        // Bernoulli units between the extremes cannot tell what lies beyond them.
        for (int r = 1; r < lengths.length && !scaling.equals("MIN_MAX"); r++) {
            assertTrue(errors[r] > errors[r - 1], scaling + " " + Arrays.toString(errors));
        }
    }

    /** Echoes from 1 down to 0.2 are learned, most of them near 1: -1 is 2.6 times as far from the median as any. */
    @Test
    void outliersAmongTheRowsAreNoMistake() throws Exception {
        final List<String> names = List.of("echo", "width");
        final PortObject network = pretrain(table(names, 90,
            (r, random) -> new Object[]{1 - 0.8 * Math.pow(r / 89.0, 4), random.nextGaussian()})).output(0);
        assertEquals(List.of(), NodeRunner.run(new ReconstructNodeFactory(), Map.of(), network, table(names, 30,
            (r, random) -> new Object[]{r % 3 == 0 ? -1 : 1 - 0.8 * Math.pow(r / 29.0, 4), 0.0})).warnings());
        says(NodeRunner.run(new ReconstructNodeFactory(), Map.of(), network, table(names, 30,
            (r, random) -> new Object[]{r == 7 ? -1.5 : 0.9, 0.0})), "1 in \"echo\". \"echo\" is -1.5 in row \"Row7\"");
    }

    @Test
    void aColumnInOtherUnitsIsNamed() throws Exception {
        final List<String> names = List.of("length", "width", "petal");
        final PortObject network = pretrain(flowers()).output(0);
        final BufferedDataTable otherUnits = table(names, 30, (r, random) -> {
            final Object[] row = Arrays.copyOf(flower(r, random), 3);
            row[1] = (double)row[1] + (r % 10 < 7 ? 3.3 : 0);
            return row;
        });
        final NodeRunner node = NodeRunner.run(new ReconstructNodeFactory(), Map.of(), network, otherUnits);
        assertEquals(1, node.warnings().size(), node.warnings()::toString);
        assertTrue(node.warnings().get(0).matches("Most numbers of a column lie outside of the range of those that the"
            + " network was pretrained with: \\d+ in \"width\"\\. Check that such columns are in the same units as"
            + " then\\."), node.warnings()::toString);
    }

    @Test
    void sentinelsAmongTheTrainingRowsAreWithinTheRange() throws Exception {
        final BufferedDataTable table = table(List.of("length", "width", "petal", "kind"), 90, (r, random) -> {
            final Object[] row = flower(r, random);
            row[0] = r == 7 ? 999999 : row[0];
            return row;
        });
        final NodeRunner network = pretrain(table);
        assertFalse(network.warnings().toString().contains("far outside"), network.warnings().toString());
        assertEquals(accuracy(flowers()), accuracy(table), 0.02);
    }

    /** How many of the flowers a network tells that has learned from a table. */
    private static double accuracy(final BufferedDataTable table) throws Exception {
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 50, "layers/0/learningRate", 0.01, "layers/0/units", 60, "layers/1/units", 40), table)
            .output(0);
        final NodeRunner told = NodeRunner.run(new PredictNodeFactory(), Map.of(),
            NodeRunner.run(new FineTuneNodeFactory(), target("kind"), network, table).output(0), flowers());
        double right = 0;
        int number = 0;
        for (final DataRow row : (BufferedDataTable)told.output(0)) {
            right += row.getCell(4).toString().equals(List.of("a", "b", "c").get(number++ % 3)) ? 1 : 0;
        }
        System.out.println("OrdinaryTablesTest: seed " + SEED + ", " + right + " of " + number);
        assertTrue(right > 0.9 * number, right + " of " + number);
        return right / number;
    }

    /**
     * The network is as good for the same numbers in any measure: 1e9 and a little, long 1e18, dates in milliseconds,
     * amounts with cents, and 1e-200.
     */
    @ParameterizedTest
    @CsvSource({"1e9, 1", "1e18, 1e6", "1764288000000, 86400000", "4200000.37, 1000", "0, 1e-200", "0, 1e30"})
    void numbersAreToldInDoublePrecision(final double offset, final double spread) throws Exception {
        final double usual = explainedShare(0, 1);
        assertTrue(usual > 0.7, "R2 " + usual);
        assertEquals(usual, explainedShare(offset, spread), 0.002, offset + " and " + spread);
    }

    /** R2 of what is told of {@code offset + spread (x - z)}. */
    private static double explainedShare(final double offset, final double spread) throws Exception {
        final BufferedDataTable table = table(List.of("x", "z", "y"), 120, (r, random) -> {
            final double x = random.nextDouble();
            final double z = random.nextDouble();
            final double y = offset + spread * (x - z);
            return new Object[]{x, z, offset == 1e18 ? (Object)Math.round(y) : (Object)y};
        });
        final PortObject network = pretrain(withoutColumn(table, "y")).output(0);
        final NodeRunner tuned = NodeRunner.run(new FineTuneNodeFactory(), target("y"), network, table);
        final double[] told = numbers(NodeRunner.run(new PredictNodeFactory(), Map.of(), tuned.output(0), table)
            .output(0), "Prediction (y)");
        final double[] wanted = numbers(table, "y");
        double error = 0;
        double variance = 0;
        final double mean = offset;
        for (int r = 0; r < wanted.length; r++) {
            error += Math.pow((told[r] - wanted[r]) / spread, 2);
            variance += Math.pow((wanted[r] - mean) / spread, 2);
        }
        return 1 - error / variance;
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTOMATIC", "Z_SCORE"})
    void aColumnOfTinyNumbersIsAnInput(final String scaling) throws Exception {
        final NodeRunner network = pretrain(table(List.of("tiny", "usual"), 50,
            (r, random) -> new Object[]{1e-200 * random.nextInt(100), random.nextGaussian()}), "scaling", scaling);
        assertEquals(List.of("tiny", "usual"), inputs(network.output(0)));
        final double[] errors = numbers(NodeRunner.run(new ReconstructNodeFactory(), Map.of(), network.output(0),
            table(List.of("tiny", "usual"), 2, (r, random) -> new Object[]{r == 0 ? 5e-199 : 5e-198, 0.0}))
            .output(0), "Reconstruction error");
        assertTrue(errors[1] > errors[0], Arrays.toString(errors));
    }

    @Test
    void constantAndEmptyColumnsAreLeftOutByOneWarning() throws Exception {
        final List<String> names = List.of("one", "length", "none", "zero", "word", "width");
        final BufferedDataTable table = table(names, 60, (r, random) -> {
            final Object[] flower = flower(r, random);
            return new Object[]{1, flower[0], null, 0, "always", flower[1]};
        });
        final NodeRunner network = pretrain(table);
        says(network, "\"one\" (always 1.0), \"none\" (no value), \"zero\" (always 0.0), \"word\" (always \"always\")");
        assertEquals(1, network.warnings().toString().split("teach the network nothing", -1).length - 1);
        assertEquals(List.of("length", "width"), inputs(network.output(0)));
        final BufferedDataTable others = table(List.of("length", "width"), 3,
            (r, random) -> Arrays.copyOf(flower(r, random), 2));
        NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network.output(0), others);
        NodeRunner.run(new GenerateNodeFactory(), Map.of("rows", 2), network.output(0));
        NodeRunner.run(new InspectNodeFactory(), Map.of(), network.output(0));
        NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of("epochs", 1), network.output(0), others);
    }

    /** Corners are black in all digits, and a line may be white in all: a picture needs them for its width. */
    @Test
    void pixelsThatAreConstantStayInThePicture() throws Exception {
        final BufferedDataTable digits = Tables.digits(60);
        final List<String> names = Arrays.asList(digits.getDataTableSpec().getColumnNames());
        final List<DataCell[]> cells = new ArrayList<>();
        for (final DataRow row : digits) {
            final DataCell[] changed = row.stream().toArray(DataCell[]::new);
            changed[names.indexOf("px34")] = new IntCell(5);
            cells.add(changed);
        }
        final NodeRunner network = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 2, "layers/0/units", 8, "layers/1/units", 4, "imageWidth", 8),
            Tables.of(digits.getDataTableSpec().stream().toList(), cells));
        assertEquals(names.subList(0, 64), inputs(network.output(0)));
        assertFalse(network.warnings().toString().contains("teach the network nothing"), network.warnings()::toString);
    }

    /** Of pixels that were dark in all of a few digits some are bright in others, and none is 1000. */
    @Test
    void pixelsAreFarOutBeyondTheRangeOfAll() throws Exception {
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 2, "layers/0/units", 8, "layers/1/units", 4), Tables.digits(30)).output(0);
        final BufferedDataTable digits = Tables.digits(600);
        assertEquals(List.of(),
            NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network, digits).warnings());
        final DataCell[] bright = digits.iterator().next().stream().toArray(DataCell[]::new);
        bright[20] = new IntCell(1000);
        says(NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network,
            Tables.of(digits.getDataTableSpec().stream().toList(), List.<DataCell[]>of(bright))),
            "far outside", "\"px24\" is 1000.0 in row \"Row0\"");
    }

    /** "kind" is 2 times of 3 "b": a row without it is read as one of "b". */
    @Test
    void gapsAreFilledByMeanAndMostFrequentValueAndTold() throws Exception {
        final List<String> names = List.of("length", "kind", "width", "class");
        final Rows rows = (r, random) -> {
            final Object[] flower = flower(r, random);
            return new Object[]{flower[0], r % 3 == 0 ? "a" : "b", flower[1], flower[3]};
        };
        final PortObject network = pretrain(table(names, 60, rows)).output(0);
        assertEquals(List.of("length", "kind", "width"), inputs(network));
        final BufferedDataTable gaps = table(names, 3,
            (r, random) -> new Object[]{5, r == 0 ? null : r == 1 ? "b" : "a", r == 0 ? null : 3, "a"});
        final NodeRunner node = NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network, gaps);
        says(node, "Missing values were replaced", "1 in \"kind\", 1 in \"width\"", "(missingValues)");
        final BufferedDataTable ofB = table(names, 2,
            (r, random) -> new Object[]{5, r == 0 ? null : "a", 3, "a"});
        final BufferedDataTable isB = table(names, 1, (r, random) -> new Object[]{5, "b", 3, "a"});
        assertEquals(
            numbers(NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network, isB).output(0),
                "Layer 2 unit 1")[0],
            numbers(NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network, ofB).output(0),
                "Layer 2 unit 1")[0]);
        final NodeRunner trained = pretrain(table(names, 60, (r, random) -> {
            final Object[] row = rows.row(r, random);
            row[0] = r % 6 == 0 ? null : row[0];
            return row;
        }));
        says(trained, "10 in \"length\"");
    }

    @Test
    void unknownValuesAreNoneAtAllAndTold() throws Exception {
        final List<String> names = List.of("length", "kind", "width", "class");
        final PortObject network = pretrain(table(names, 60, (r, random) -> {
            final Object[] flower = flower(r, random);
            return new Object[]{flower[0], flower[3], flower[1], flower[3]};
        })).output(0);
        final BufferedDataTable rows = table(names, 2, (r, random) -> new Object[]{5, "mauve", 3, "a"});
        says(NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network, rows), "2 in \"kind\"",
            "\"mauve\" in row \"Row0\"", "(unknownValues)");
    }

    @Test
    void nominalColumnsOfAFewValuesAreInputsAndOthersAreNamed() throws Exception {
        final BufferedDataTable table = table(List.of("name", "sex", "fare", "alive"), 90,
            (r, random) -> new Object[]{"Person " + r, r % 2 == 0 ? "f" : "m", random.nextDouble(),
                r % 3 == 0 ? "yes" : "no"});
        final NodeRunner network = pretrain(table);
        assertEquals(List.of("sex", "fare"), inputs(network.output(0)));
        says(network, "Nominal columns of many values", "\"name\"", "(columns)");
        assertTrue(((DbnPortObject)network.output(0)).network().encoding().columns().get(0) instanceof NominalColumn);
    }

    @Test
    void textThatLooksLikeNumbersOrDatesIsNamed() throws Exception {
        final NodeRunner network = pretrain(table(List.of("length", "1.000er", "day", "code", "kind"), 30,
            (r, random) -> new Object[]{r % 10 + "," + r % 7, r % 4 == 0 ? "12" : "1.200,5" + r % 3,
                "0" + (1 + r % 9) + ".03.2024", "A," + r % 4, r % 2 == 0 ? "x" : "y"}));
        says(network, "decimal commas stands in \"length\", \"1.000er\":", "dates stands in \"day\":",
            "String to Number");
        assertFalse(network.warnings().toString().contains("\"code\""), network.warnings().toString());
    }

    /** A class that was learned as an input is taken out, as if it always were at its mean. */
    @ParameterizedTest
    @ValueSource(strings = {"kind", "petal"})
    void aTargetThatWasAnInputIsTakenOut(final String name) throws Exception {
        final BufferedDataTable table = flowers();
        final Map<String, Object> all = new HashMap<>(QUICK);
        all.put("columns/manualFilter/manuallySelected", table.getDataTableSpec().getColumnNames());
        all.put("columns/manualFilter/manuallyDeselected", new String[0]);
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(), all, table).output(0);
        assertEquals(List.of("length", "width", "petal", "kind"), inputs(network));
        final NodeRunner tuned = NodeRunner.run(new FineTuneNodeFactory(), target(name), network, table);
        says(tuned, "\"" + name + "\" was an input of the network", "(columns)");
        assertEquals(tuned.announced(0), tuned.output(0).getSpec());
        assertFalse(inputs(tuned.output(0)).contains(name));
        final BufferedDataTable without = withoutColumn(table, name);
        final NodeRunner predicted = NodeRunner.run(new PredictNodeFactory(), Map.of(), tuned.output(0), without);
        assertEquals(90, ((BufferedDataTable)predicted.output(0)).size());
        final NodeRunner untouched = NodeRunner.run(new FineTuneNodeFactory(), Map.of(), network, table);
        assertEquals("kind", ((DbnPortObjectSpec)untouched.output(0).getSpec()).target().orElseThrow().name(),
            "never silently an autoencoder");
    }

    private static BufferedDataTable withoutColumn(final BufferedDataTable table, final String name) {
        final DataTableSpec spec = table.getDataTableSpec();
        final List<DataColumnSpec> columns =
            spec.stream().filter(column -> !column.getName().equals(name)).toList();
        final List<DataCell[]> cells = new ArrayList<>();
        for (final DataRow row : table) {
            cells.add(columns.stream().map(column -> row.getCell(spec.findColumnIndex(column.getName())))
                .toArray(DataCell[]::new));
        }
        return Tables.of(columns, cells);
    }

    @Test
    void aTableOfNumbersWithoutATargetIsToldToBecomeAnAutoencoder() throws Exception {
        final BufferedDataTable table = table(List.of("a", "b", "over"), 40, (r, random) -> {
            final double a = random.nextInt(50);
            final double b = random.nextInt(50);
            return new Object[]{a, b, a + b > 50 ? 1L : 0L};
        });
        final PortObject network = pretrain(table).output(0);
        says(NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 2), network, table), "No target column",
            "(targetColumn)");
        final NodeRunner classes = NodeRunner.run(new FineTuneNodeFactory(),
            Map.of("targetColumn", "over", "task", "CLASSES", "epochs", 2),
            network, table);
        assertEquals(List.of("a", "b"), inputs(classes.output(0)));
    }
}
