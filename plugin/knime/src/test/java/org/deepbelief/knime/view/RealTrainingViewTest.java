// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingResult;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.table.ImageTable;
import org.deepbelief.knime.table.ImageTable.Kind;
import org.deepbelief.knime.table.TrainingLogTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knime.core.data.DataRow;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.Node;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.NodeModel;

/** The views of a network that learns real handwritten digits: what they draw is what was measured and learned. */
final class RealTrainingViewTest {

    private static final Path DIGITS = Path.of("..", "..", "test-workflows", "digits", "data", "digits.csv");
    private static final int PIXELS = 64;
    private static final int EPOCHS = 12;
    private static final long SEED = 7;

    private static ViewBrowser browser;
    private static List<String> lines;
    private static TrainingResult pretrained;
    private static TrainingResult tuned;
    private static TrainingResult averaged;

    @BeforeAll
    static void train(@TempDir final Path folder) throws IOException {
        System.out.println("seed " + SEED);
        lines = Files.readAllLines(DIGITS);
        final ClassColumn digit = new ClassColumn("digit",
            lines.stream().skip(1).map(line -> line.substring(line.lastIndexOf(',') + 1)).distinct().toList());
        final List<InputColumn> columns = IntStream.range(0, PIXELS).<InputColumn>mapToObj(
            pixel -> new NumberColumn("px" + pixel, UnitType.bernoulli(), NumberScaling.MIN_MAX, 0, 16)).toList();
        final InputEncoding encoding = new InputEncoding(columns, new float[PIXELS]);
        final TrainingSettings run = TrainingSettings.of(100, SEED).withValidationShare(0.2).withThreads(2);
        final Learning learning = Defaults.LEARNING.withEpochs(EPOCHS);
        final LayerwisePretraining.Settings pretraining = Defaults.PRETRAINING.withTraining(run)
            .withLayers(List.of(BoltzmannMachineSettings.plain(HiddenUnits.of(100, UnitType.bernoulli()), learning),
                BoltzmannMachineSettings.plain(HiddenUnits.of(60, UnitType.bernoulli()), learning)));
        final FineTuning.Settings tuning = Defaults.FINE_TUNING.withTarget(new FineTuning.Target.Classes(digit))
            .withTraining(run, new Epochs(EPOCHS, 0, 3)).withDropout(Dropout.NONE)
            .withDescent(new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.01), 0.9, 0));
        try (SampleMatrix samples = SampleMatrix.read(new Digits(digit), PIXELS, 1, StorageSettings.defaults(folder),
            () -> false)) {
            pretrained = LayerwisePretraining.train(samples, encoding, pretraining, TrainingMonitor.NONE);
            tuned = FineTuning.train(pretrained.network(), samples, tuning, TrainingMonitor.NONE);
            averaged = FineTuning.train(pretrained.network(), samples,
                tuning.withTraining(run, new Epochs(EPOCHS, 5, 0)), TrainingMonitor.NONE);
        }
        browser = new ViewBrowser();
    }

    @AfterAll
    static void stopBrowser() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    /** The rows of the file; pixels from 0 to 16 become 0 to 1. */
    private static final class Digits implements RowSource {

        private final Iterator<String> rows = lines.listIterator(1);
        private final ClassColumn digit;

        Digits(final ClassColumn digit) {
            this.digit = digit;
        }

        @Override
        public long rows() {
            return lines.size() - 1;
        }

        @Override
        public boolean next(final float[] units, final float[] targets) {
            if (!rows.hasNext()) {
                return false;
            }
            final String[] cells = rows.next().split(",");
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                units[pixel] = Float.parseFloat(cells[pixel]) / 16;
            }
            targets[0] = digit.values().indexOf(cells[PIXELS]);
            return true;
        }
    }

    /** What a node's view gets of a training: its log has been a table. */
    @SuppressWarnings("unchecked")
    private static String curves(final TrainingResult result) {
        final NodeFactory<?> node = new FineTuneNodeFactory();
        final BufferedDataTable log = TrainingLogTable.write(result.log(),
            new ExecutionContext(new DefaultNodeProgressMonitor(), new Node((NodeFactory<NodeModel>)node)));
        return "{\"result\":" + LearningCurvesView.initialData(TrainingLogTable.read(log), new ImageGroups()) + "}";
    }

    private static List<DataRow> receptiveFields() {
        final FloatMatrix weights = pretrained.network().layers().get(0).recognitionWeights();
        final double[][] fields = new double[weights.columns()][PIXELS];
        final float[] row = new float[weights.columns()];
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            weights.rows(pixel, pixel + 1).read(row);
            for (int unit = 0; unit < row.length; unit++) {
                fields[unit][pixel] = row[unit];
            }
        }
        final List<DataRow> rows = new ArrayList<>();
        for (int unit = 0; unit < fields.length; unit++) {
            rows.add(ImageTable.row("Row" + unit, "Receptive fields", Kind.WEIGHTS, "Unit " + (unit + 1), "", 8, fields[unit]));
        }
        return rows;
    }

    private static String points(final int figure) {
        return "pointsIn(all('figure')[" + figure + "])";
    }

    /** The value that the page reads out at an epoch. */
    private static String spoken(final int figure, final String key) throws IOException {
        browser.evaluate("all('.plot')[" + figure + "].focus()");
        browser.chromium.press(key);
        return browser.text("all('[aria-live]')[" + figure + "].textContent");
    }

    @ParameterizedTest
    @CsvSource({"300, false", "300, true", "900, false", "900, true"})
    void pretrainingShowsItsLogAndItsReceptiveFields(final int width, final boolean dark) throws Exception {
        final String data = LearningCurvesView.initialData(pretrained.log(), ImageGroups.read(receptiveFields()));
        browser.mount("learning-curves.js", "{\"result\":" + data + "}", width, dark);
        assertEquals(List.of("All", "Layer 1", "Layer 2", "Receptive fields"),
            browser.evaluate("all('[role=tab]').map((tab) => tab.textContent)"));
        browser.screenshot("digits-pretraining", width, dark);
        for (int layer = 1; layer <= 2; layer++) {
            browser.choose("Layer " + layer);
            assertEquals("Reconstruction error", browser.text("find('figure h3').textContent"));
            assertEquals(2 * EPOCHS, browser.number(points(0)), "training and validation of each epoch");
            final int at = layer;
            final TrainingLog.Entry last = pretrained.log().entries().stream().filter(e -> e.learned().first() == at)
                .reduce((first, second) -> second).orElseThrow();
            final String told = spoken(0, "End");
            assertTrue(told.startsWith("Epoch " + EPOCHS + ", Training: "), told);
            final String[] parts = told.split("[:,] ");
            assertEquals(last.reconstructionError(), Double.parseDouble(parts[2]), 1e-4);
            assertEquals(last.validationReconstructionError(), Double.parseDouble(parts[4]), 1e-4);
        }
        browser.choose("Layer 1");
        browser.screenshot("digits-layer-1", width, dark);
        browser.choose("Receptive fields");
        assertEquals(100, browser.number("all('.images canvas').length"));
        browser.await("painted(0) === 64");
        final double contrast = browser.number("""
            (() => {
              const data = pixelsOf(all('.images canvas')[0]);
              const reds = Array.from({ length: 64 }, (_, pixel) => data[pixel * 4] - data[pixel * 4 + 2]);
              return Math.max(...reds) - Math.min(...reds);
            })()""");
        assertTrue(contrast > 60, "a learned unit is not uniform: " + contrast);
        browser.screenshot("digits-receptive-fields", width, dark);
        browser.assertQuiet();
    }

    @ParameterizedTest
    @CsvSource({"300, true", "900, false"})
    void fineTuningShowsLossAndAccuracy(final int width, final boolean dark) throws Exception {
        final List<TrainingLog.Entry> entries = tuned.log().entries();
        browser.mount("learning-curves.js", curves(tuned), width, dark);
        final List<?> titles = (List<?>)browser.evaluate("all('figure h3').map((title) => title.textContent)");
        assertEquals(List.of("Loss", "Accuracy"), titles.subList(0, 2));
        assertEquals(entries.stream().flatMapToDouble(e -> DoubleStream.of(e.loss(), e.validationLoss()))
            .filter(Double::isFinite).count(), browser.number(points(0)), "a point for each loss that was measured");
        assertEquals(entries.stream().flatMapToDouble(e -> DoubleStream.of(e.accuracy(), e.validationAccuracy()))
            .filter(Double::isFinite).count(), browser.number(points(1)), "a point for each accuracy that was measured");
        final TrainingLog.Entry lowest = entries.stream().filter(entry -> Double.isFinite(entry.validationLoss()))
            .min(Comparator.comparingDouble(TrainingLog.Entry::validationLoss)).orElseThrow();
        assertEquals(List.of("Training", "Validation", "Kept: epoch " + lowest.epoch(),
            "Lowest: epoch " + lowest.epoch()), legend());
        assertTrue(lowest.validationAccuracy() > 0.8, "the network did learn: " + lowest);
        browser.screenshot("digits-fine-tuning", width, dark);

        browser.mount("learning-curves.js", curves(averaged), width, dark);
        assertEquals("Kept: mean of epochs 8 to 12", legend().get(2));
        browser.screenshot("digits-averaged", width, dark);
        browser.assertQuiet();
    }

    private static List<?> legend() throws IOException {
        return (List<?>)browser.evaluate("[...find('.legend').children].map((entry) => entry.textContent)");
    }

    @Test
    void digitsAreShownInGreyUnderTheirClass() throws Exception {
        final List<DataRow> rows = new ArrayList<>();
        for (int row = 1; row <= 120; row++) {
            final String[] cells = lines.get(row).split(",");
            rows.add(ImageTable.row("Row" + row, "Digits", Kind.SAMPLES, cells[PIXELS], "Row" + row, 8,
                Arrays.stream(cells).limit(PIXELS).mapToDouble(Double::parseDouble).toArray()));
        }
        browser.mount("image-grid.js", "{\"result\":" + ImageGridView.initialData(rows) + "}", 900, false);
        assertEquals(120, browser.number("all('.images canvas').length"));
        assertEquals("zero", browser.text("find('.images li').textContent"));
        final double[] first = Arrays.stream(lines.get(1).split(",")).limit(PIXELS).mapToDouble(Double::parseDouble).toArray();
        final List<?> reds = (List<?>)browser.evaluate(
            "[...pixelsOf(find('.images canvas'))].filter((part, at) => at % 4 === 0)");
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            assertEquals(first[pixel] / 16 * 255, ((Number)reds.get(pixel)).doubleValue(), 2, "pixel " + pixel);
        }
        browser.screenshot("digits-samples", 900, false);
        browser.assertQuiet();
    }
}
