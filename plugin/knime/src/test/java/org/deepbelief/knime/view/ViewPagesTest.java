// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.knime.table.ImageTable;
import org.deepbelief.knime.table.ImageTable.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knime.core.data.DataRow;

/** The views' pages in a real browser: what they draw, in which colours, and that they leave nothing behind. */
final class ViewPagesTest {

    private static ViewBrowser browser;

    @BeforeAll
    static void startBrowser() throws IOException {
        browser = new ViewBrowser();
    }

    @AfterAll
    static void stopBrowser() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    private static String result(final String json) {
        return "{\"result\":" + json + "}";
    }

    private static String curves(final TrainingLog log) {
        return result(LearningCurvesView.initialData(log, new ImageGroups()));
    }

    private static String images(final List<DataRow> table) {
        return result(ImageGridView.initialData(table));
    }

    private static List<DataRow> fields(final int units) {
        final List<DataRow> rows = new ArrayList<>();
        for (int unit = 1; unit <= units; unit++) {
            final double[] weights = new double[64];
            for (int pixel = 0; pixel < 64; pixel++) {
                final double across = pixel % 8 - 1 - unit % 6;
                final double down = pixel / 8 - 1 - unit % 5;
                weights[pixel] = unit * 0.01 * Math.cos(across + 0.5 * down) * Math.exp(-(across * across + down * down) / 5);
            }
            rows.add(ImageTable.row("Row" + unit, "Receptive fields", Kind.WEIGHTS, "Unit " + unit, "", 8, weights));
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"300, false", "300, true", "900, false", "900, true"})
    void learningCurvesDrawEveryEpochOfEveryLayer(final int width, final boolean dark) throws Exception {
        browser.mount("learning-curves.js", curves(Logs.pretraining(3, 24)), width, dark);
        assertEquals(List.of("All", "Layer 1", "Layer 2", "Layer 3"),
            browser.evaluate("all('[role=tab]').map((tab) => tab.textContent)"));
        assertEquals(3, browser.number("all('figure').length"), "one chart per layer in the overview");
        browser.screenshot("learning-curves-all", width, dark);

        browser.evaluate("all('[role=tab]')[2].click()");
        browser.evaluate("settled()");
        assertEquals(List.of("Reconstruction error", "Free energy gap"),
            browser.evaluate("all('figure h3').map((title) => title.textContent)"));
        assertEquals(48, browser.number("pointsIn(find('figure'))"),
            "a point for each epoch of training and validation");
        assertEquals(24, browser.number("pointsIn(all('figure')[1])"));
        assertEquals(List.of(false, true),
            browser.evaluate("drawn(find('figure')).filter(({ method, lines }) => method === 'stroke' && lines >= 23).map(({ dashed }) => dashed)"),
            "training is a solid line, validation a dashed one");
        for (String color : List.of("training", "validation", "kept")) {
            assertTrue(pixels(color) > 50, () -> color + " is in the picture");
        }
        // the validation error of Logs has its minimum where 0.1 / 2 * 1.05 * exp(-t / 5) / 5 = 0.0004, at t = 16.3
        assertEquals(List.of("Training", "Validation", "Kept: epoch 16", "Lowest: epoch 16"), legend());
        assertEquals(List.of("Lower is better.", "Near 0 is good; growing means that training rows are learnt by heart."),
            browser.evaluate("all('figcaption p').map((good) => good.textContent)"));
        assertTrue(browser.number("find('main').scrollWidth") <= browser.number("find('main').clientWidth"), "no sideways scrolling");
        assertTrue(browser.number("find('figure canvas').getBoundingClientRect().right") <= width);
        browser.screenshot("learning-curves-layer", width, dark);
        browser.assertQuiet();
    }

    private static List<?> legend() throws IOException {
        return (List<?>)browser.evaluate("[...find('.legend').children].map((entry) => entry.textContent)");
    }

    /** One training of 100 epochs whose validation loss is lowest at 28; what else the page gets is given. */
    private static String stage(final String fields) {
        final StringBuilder epochs = new StringBuilder("1");
        final StringBuilder loss = new StringBuilder("1");
        for (int epoch = 2; epoch <= 100; epoch++) {
            epochs.append(',').append(epoch);
            loss.append(',').append(epoch <= 28 ? 1.0 / epoch : epoch * 0.01);
        }
        return """
            {"result": {"images": [], "stages": [{"name": "Fine-tuning", "phase": "Fine-tuning", "total": 100, "seconds": 9,
              %s "epochs": [%s], "curves": [
                {"measure": "Loss", "training": [%s], "validation": [%s]},
                {"measure": "Accuracy", "training": [%s], "validation": [%s]}]}]}}"""
            .formatted(fields, epochs, loss, loss, loss, loss);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'\"kept\": {\"from\": 100, \"to\": 100},' | Kept: epoch 100 | kept",
        "'\"kept\": {\"from\": 71, \"to\": 100},' | Kept: mean of epochs 71 to 100 | averaged",
        "'\"kept\": {\"from\": 28, \"to\": 28},' | Kept: epoch 28 | stopped",
        "'\"kept\": null,' | | none"})
    void whatWasKeptAndWhatWasLowestAreTwoThings(final String fields, final String kept, final String name)
        throws Exception {
        browser.mount("learning-curves.js", stage(fields), 900, false);
        final List<String> expected = new ArrayList<>(List.of("Training", "Validation"));
        if (kept != null) {
            expected.add(kept);
        }
        expected.add("Lowest: epoch 28");
        assertEquals(expected, legend());
        assertEquals("Highest: epoch 1", browser.text("all('.legend')[1].lastElementChild.textContent"));
        assertEquals(kept != null, pixels("kept") > 40, "the line of what was kept");
        browser.evaluate("find('.plot').focus()");
        browser.chromium.press("ArrowRight");
        browser.chromium.press("End");
        browser.await("!find('.tooltip').hidden");
        assertTrue(browser.text("find('.tooltip').textContent").startsWith(
            kept != null && kept.endsWith("100") ? "Epoch 100 (kept)" : "Epoch 100T"), browser.text("find('.tooltip').textContent"));
        browser.screenshot("kept-" + name, 900, false);
        browser.assertQuiet();
    }

    /** Every sixth epoch is drawn, 15 and 21 among them; the lowest is that where exp(-t / 5) / 5 * 0.105 = 0.0004. */
    @Test
    void aThinnedCurveNamesItsTrueLowestEpoch() throws Exception {
        browser.mount("learning-curves.js", curves(Logs.pretraining(1, 5_001)), 300, true);
        assertEquals(List.of("Training", "Validation", "Kept: epoch 3,334", "Lowest: epoch 20"), legend());
        browser.assertQuiet();
    }

    @ParameterizedTest
    @CsvSource({"300, true", "900, false"})
    void draggingZoomsInAndADoubleClickGoesBack(final int width, final boolean dark) throws Exception {
        browser.mount("learning-curves.js", curves(Logs.pretraining(1, 24)), width, dark);
        assertEquals(48, browser.number("pointsIn(find('figure'))"));
        assertFalse(browser.isTrue("find('.title button').checkVisibility()"), "nothing to go back from");
        final double left = browser.number("find('.u-over').getBoundingClientRect().left");
        final double plot = browser.number("find('.u-over').getBoundingClientRect().width");
        final double middle = browser.number("find('.u-over').getBoundingClientRect().top") + 60;
        browser.chromium.drag(left + plot * 0.5, left + plot * 0.9, middle);
        browser.await("pointsIn(find('figure')) < 30");
        browser.screenshot("zoomed", width, dark);
        assertTrue(browser.isTrue("find('.title button').checkVisibility()"));
        browser.chromium.doubleClick(left + plot * 0.5, middle);
        browser.await("pointsIn(find('figure')) === 48");
        assertFalse(browser.isTrue("find('.title button').checkVisibility()"));
        browser.chromium.drag(left + plot * 0.5, left + plot * 0.9, middle);
        browser.await("pointsIn(find('figure')) < 30");
        browser.evaluate("find('.title button').click()");
        browser.await("pointsIn(find('figure')) === 48");
        assertTrue(browser.text("find('.summary').textContent").endsWith("Drag over a chart to zoom in, double-click to see all."));
        browser.assertQuiet();
    }

    /** A logarithmic axis gives the values below the geometric mean of its ends half of the height: the curve rises. */
    @ParameterizedTest
    @CsvSource({"300, false", "900, true"})
    void aLogarithmicScaleIsOfferedWhereAllIsPositive(final int width, final boolean dark) throws Exception {
        browser.mount("learning-curves.js", stage("\"kept\": null,"), width, dark);
        assertEquals(List.of(true, false), browser.evaluate("all('figure').map((figure) => Boolean(figure.querySelector('[aria-pressed]')))"),
            "a share has no logarithmic scale");
        final double straight = heightOfCurve();
        browser.evaluate("find('[aria-pressed]').click()");
        browser.evaluate("settled()");
        assertEquals("true", browser.text("find('[aria-pressed]').getAttribute('aria-pressed')"));
        final double logarithmic = heightOfCurve();
        assertTrue(logarithmic < straight - 5, straight + " from above, then " + logarithmic);
        assertEquals(1, browser.number("find('figure').querySelectorAll('canvas').length"));
        browser.screenshot("logarithmic", width, dark);
        browser.evaluate("find('[aria-pressed]').click()");
        browser.evaluate("settled()");
        assertEquals(straight, heightOfCurve(), 1);

        final String gap = stage("\"kept\": null,").replace("\"Accuracy\"", "\"Free energy gap\"");
        browser.mount("learning-curves.js", gap, width, dark);
        assertEquals(List.of(true, false), browser.evaluate("all('figure').map((figure) => Boolean(figure.querySelector('[aria-pressed]')))"),
            "a gap is read against 0");
        browser.assertQuiet();
    }

    /** The mean row, from above, of the pixels of the first chart in the colour of the training curve. */
    private static double heightOfCurve() throws IOException {
        return browser.number("""
            (() => {
              const canvas = find('figure canvas');
              const wanted = getComputedStyle(find('main')).getPropertyValue('--training').trim().slice(1).match(/../g).map((part) => parseInt(part, 16));
              const data = pixelsOf(canvas);
              let rows = 0, count = 0;
              for (let at = 0; at < data.length; at += 4) {
                if (data[at + 3] > 200 && wanted.every((part, channel) => Math.abs(data[at + channel] - part) < 8)) {
                  rows += Math.floor(at / 4 / canvas.width);
                  count++;
                }
              }
              return rows / count;
            })()""");
    }

    /** How many pixels of the first chart have the theme's colour of that name. */
    private static double pixels(final String color) throws IOException {
        return browser.number("""
            (() => {
              const wanted = getComputedStyle(find('main')).getPropertyValue('--%s').trim().slice(1).match(/../g).map((part) => parseInt(part, 16));
              const data = pixelsOf(find('figure canvas'));
              let count = 0;
              for (let at = 0; at < data.length; at += 4) {
                count += data[at + 3] > 200 && wanted.every((part, channel) => Math.abs(data[at + channel] - part) < 8);
              }
              return count;
            })()""".formatted(color));
    }

    @Test
    void lossAndAccuracyShowTheEpochsThatWereMeasured() throws Exception {
        browser.mount("learning-curves.js", curves(Logs.fineTuning(30)), 900, false);
        assertEquals(0, browser.number("all('[role=tab]').length"), "one stage needs no tabs");
        assertEquals(List.of("Loss", "Accuracy"), browser.evaluate("all('figure h3').map((title) => title.textContent)"));
        assertEquals(45, browser.number("pointsIn(find('figure'))"),
            "30 of training, 15 of validation");
        assertTrue(browser.text("find('.summary').textContent").startsWith("Fine-tuning: 30 epochs in 7.5 s"));
        browser.evaluate("find('details').open = true");
        browser.await("all('tbody tr').length === 30");
        assertEquals("not measured", browser.text("find('tbody tr td:last-child').textContent"));
        browser.screenshot("fine-tuning", 900, false);
        browser.assertQuiet();
    }

    @Test
    void oneEpochAndATenThousandEpochsAreDrawn() throws Exception {
        browser.mount("learning-curves.js", curves(Logs.pretraining(1, 1)), 300, false);
        assertEquals(2, browser.number("pointsIn(find('figure'))"));
        browser.mount("learning-curves.js", curves(Logs.pretraining(1, 10_000)), 300, false);
        assertTrue(browser.text("find('.summary').textContent").contains("10,000 epochs in 2,500 s, 1,001 of them drawn"),
            () -> browser.chromium.problems().toString());
        assertTrue(pixels("training") > 200);
        browser.assertQuiet();
    }

    @Test
    void thePointerAndTheKeysReadTheValues() throws Exception {
        browser.mount("learning-curves.js", curves(Logs.pretraining(1, 10)), 900, false);
        final double left = browser.number("find('.u-over').getBoundingClientRect().left");
        final double width = browser.number("find('.u-over').getBoundingClientRect().width");
        final double top = browser.number("find('.u-over').getBoundingClientRect().top");
        browser.chromium.moveMouse(left + width - 12, top + 40);
        browser.await("!find('.tooltip').hidden");
        assertTrue(browser.text("find('.tooltip').textContent").matches("Epoch 10 \\(lowest\\)Training: 0\\.03353Validation: 0\\.0392\\d?"),
            browser.text("find('.tooltip').textContent"));
        assertTrue(browser.number("find('.tooltip').getBoundingClientRect().right") <= 900);

        browser.chromium.moveMouse(1, 1);
        browser.await("find('.tooltip').hidden");
        browser.evaluate("find('.plot').focus()");
        browser.chromium.press("ArrowRight");
        assertTrue(browser.text("find('[aria-live]').textContent").startsWith("Epoch 6, Training: "),
            "the first key goes to the epoch that was kept");
        browser.chromium.press("ArrowLeft");
        assertTrue(browser.text("find('[aria-live]').textContent").startsWith("Epoch 5, Training: "));
        assertTrue(browser.text("find('.plot').getAttribute('aria-label')").startsWith(
            "Reconstruction error. Training: 0.1019 at epoch 1, 0.03353 at epoch 10. Validation: "));
        assertTrue(browser.text("find('.plot').getAttribute('aria-label')").endsWith(
            " Lower is better. Kept: epoch 6. Lowest: epoch 10. Left and right arrow keys read the values."));
        browser.assertQuiet();
    }

    @Test
    void tabsFollowTheArrowKeys() throws Exception {
        browser.mount("learning-curves.js", curves(Logs.pretraining(2, 5)), 300, true);
        browser.evaluate("find('[role=tab]').focus()");
        browser.chromium.press("ArrowLeft");
        assertEquals("Layer 2", browser.text("find('[role=tab][aria-selected=true]').textContent"));
        assertEquals("Layer 2", browser.text("shadow.activeElement.textContent"));
        browser.chromium.press("Home");
        assertEquals("All", browser.text("find('[role=tab][aria-selected=true]').textContent"));
        assertEquals(1, browser.number("all('[role=tab][tabindex=\"0\"]').length"));
        browser.assertQuiet();
    }

    @Test
    void aChangeOfTheThemeRepaints() throws Exception {
        browser.mount("learning-curves.js", curves(Logs.pretraining(1, 20)), 300, false);
        final String light = browser.text("getComputedStyle(find('main')).backgroundColor");
        final double lightPixels = pixels("training");
        browser.chromium.setDark(true);
        browser.await("find('main').dataset.theme === 'dark'");
        browser.evaluate("settled()");
        assertNotEquals(light, browser.text("getComputedStyle(find('main')).backgroundColor"));
        assertEquals(lightPixels, pixels("training"), lightPixels / 3, "the same line in the dark theme's blue");
        browser.evaluate("document.documentElement.style.colorScheme = 'light'");
        browser.await("find('main').dataset.theme === 'light'");
        assertEquals(light, browser.text("getComputedStyle(find('main')).backgroundColor"));
        browser.assertQuiet();
    }

    /** What KNIME's page says is "normal" unless it is dark; a system that prefers dark does not change that page. */
    @ParameterizedTest
    @CsvSource({"normal, true, light", "light, true, light", "only light, true, light", "dark, false, dark",
        "light dark, true, dark", "light dark, false, light"})
    void theThemeIsThatOfThePageAround(final String scheme, final boolean systemIsDark, final String theme)
        throws Exception {
        browser.mount("learning-curves.js", curves(Logs.pretraining(1, 3)), 300, systemIsDark,
            "html { color-scheme: " + scheme + "; }");
        assertEquals(theme, browser.text("find('main').dataset.theme"));
        browser.assertQuiet();
    }

    @Test
    void theHostsStyleGoesBeforeTheSystems() throws Exception {
        browser.mount("image-grid.js", images(fields(12)), 900, false,
            ":root { color-scheme: dark; --kds-color-surface-default: #23272b; --kds-color-text-and-icon-neutral: #fafafa; }");
        assertEquals("dark", browser.text("find('main').dataset.theme"));
        assertEquals("rgb(35, 39, 43)", browser.text("getComputedStyle(find('main')).backgroundColor"));
        assertEquals("rgb(250, 250, 250)", browser.text("getComputedStyle(find('main')).color"));
        browser.assertQuiet();
    }

    @Test
    void aChartFollowsTheWidth() throws Exception {
        browser.mount("learning-curves.js", curves(Logs.pretraining(1, 20)), 300, false);
        final double narrow = browser.number("find('figure canvas').width");
        browser.chromium.resize(700, 900);
        browser.await("find('figure canvas').width > " + narrow);
        browser.chromium.resize(300, 900);
        browser.await("find('figure canvas').width === " + narrow);
        assertTrue(pixels("training") > 50);
        browser.assertQuiet();
    }

    @ParameterizedTest
    @CsvSource({"300, false", "300, true", "900, false", "900, true"})
    void receptiveFieldsAreColouredAroundZero(final int width, final boolean dark) throws Exception {
        final List<DataRow> rows = new ArrayList<>();
        final double[] ramp = new double[64];
        for (int pixel = 0; pixel < 64; pixel++) {
            ramp[pixel] = pixel < 32 ? 0 : pixel < 48 ? -0.5 : 0.5;
        }
        rows.add(ImageTable.row("Row0", "Receptive fields", Kind.WEIGHTS, "Unit 0", "", 8, ramp));
        rows.addAll(fields(300));
        browser.mount("image-grid.js", images(rows), width, dark);
        final List<?> zero = color(0, 0);
        final List<?> low = color(0, 40);
        final List<?> high = color(0, 63);
        final boolean centreIsLight = ((Number)zero.get(0)).intValue() > 128;
        assertEquals(!dark, centreIsLight, "zero is the colour of the page's background");
        assertTrue(channel(low, 2) > channel(low, 0) && channel(high, 0) > channel(high, 2), "negative blue, positive red");
        assertEquals(301, browser.number("all('.images li').length"));
        assertTrue(browser.number("find('main').scrollWidth") <= browser.number("find('main').clientWidth"), "no sideways scrolling");
        browser.screenshot("receptive-fields", width, dark);

        assertTrue(browser.isTrue("painted(300) === 0"), "what is out of sight is not painted yet");
        browser.evaluate("all('.images li')[300].scrollIntoView()");
        browser.await("painted(300) > 0");
        browser.chromium.moveMouse(browser.number("all('.images canvas')[300].getBoundingClientRect().right") - 5,
            browser.number("all('.images canvas')[300].getBoundingClientRect().bottom") - 5);
        browser.await("!find('.tooltip').hidden && find('.tooltip').textContent.startsWith('Unit 300')");
        assertTrue(browser.number("find('.tooltip').getBoundingClientRect().bottom") <= 900, "in sight after scrolling");
        assertTrue(browser.number("find('.tooltip').getBoundingClientRect().top") >= 0);
        browser.assertQuiet();
    }

    /** Red, green, blue and opacity of a pixel of an image. */
    private static List<?> color(final int image, final int pixel) throws IOException {
        return (List<?>)browser.evaluate(
            "[...pixelsOf(all('.images canvas')[%1$d]).slice(%2$d * 4, %2$d * 4 + 4)]".formatted(image, pixel));
    }

    private static int channel(final List<?> color, final int index) {
        return ((Number)color.get(index)).intValue();
    }

    @Test
    void samplesAreGreyOnOneScaleAndNamed() throws Exception {
        final List<DataRow> rows = new ArrayList<>();
        for (int row = 0; row < 10; row++) {
            final double[] pixels = new double[64];
            for (int pixel = 0; pixel < 64; pixel++) {
                pixels[pixel] = Math.min(16, row * pixel / 28.0);
            }
            pixels[9] = row == 9 ? Double.NaN : pixels[9];
            rows.add(ImageTable.row("Row" + row, "Generated", Kind.SAMPLES, "class " + row, "sample " + row, 8, pixels));
        }
        browser.mount("image-grid.js", images(rows), 300, false);
        assertEquals(List.of(255.0, 255.0, 255.0, 255.0), color(9, 63));
        assertEquals(List.of(0.0, 0.0, 0.0, 255.0), color(0, 63), "black on the common scale, although constant");
        assertEquals(0, channel(color(9, 9), 3), "a missing pixel is left open");
        final int half = channel(color(9, 25), 0);
        assertEquals(9 * 25 / 28.0 / 16 * 255, half, 1.5);
        assertEquals(half, channel(color(9, 25), 1));
        final double x = browser.number("all('.images canvas')[9].getBoundingClientRect().right");
        final double y = browser.number("all('.images canvas')[9].getBoundingClientRect().bottom");
        browser.chromium.moveMouse(x - 3, y - 3);
        browser.await("!find('.tooltip').hidden");
        assertEquals("class 9sample 9Pixel column 8, row 8: 16From 0 to 16", browser.text("find('.tooltip').textContent"));
        assertEquals("class 9, sample 9, values 0 to 16", browser.text("all('.images li')[9].getAttribute('aria-label')"));

        browser.evaluate("all('.images li')[0].focus()");
        browser.chromium.press("ArrowRight");
        assertEquals("class 1", browser.text("shadow.activeElement.textContent"));

        browser.evaluate("(() => { const width = find('.tools select'); width.value = '16'; width.dispatchEvent(new Event('change')); })()");
        assertEquals(16, browser.number("all('.images canvas')[0].width"));
        assertEquals(4, browser.number("all('.images canvas')[0].height"));
        browser.assertQuiet();
    }

    @Test
    void aLargeImageIsScaledDownAndThePageSaysSo() throws Exception {
        final double[] pixels = new double[200 * 100];
        Arrays.fill(pixels, 100 * 100, 200 * 100, 1);
        browser.mount("image-grid.js",
            images(List.of(ImageTable.row("Row0", "Generated", Kind.SAMPLES, "Row0", "", 200, pixels))), 300, false);
        assertEquals("1 image, 200 × 100 pixels each, drawn at 50 × 25.", browser.text("find('.summary').textContent"));
        assertEquals(50, browser.number("find('.images canvas').width"));
        assertEquals(25, browser.number("find('.images canvas').height"));
        assertEquals(List.of(255.0, 255.0, 255.0, 255.0),
            browser.evaluate("[...pixelsOf(find('.images canvas')).slice(-4)]"));
        browser.assertQuiet();
    }

    @Test
    void receptiveFieldsAreATabOfTheLearningCurves() throws Exception {
        browser.mount("learning-curves.js", result(LearningCurvesView.initialData(Logs.pretraining(1, 5),
            ImageGroups.read(fields(20)))), 900, false);
        assertEquals(List.of("Layer 1", "Receptive fields"),
            browser.evaluate("all('[role=tab]').map((tab) => tab.textContent)"));
        browser.evaluate("all('[role=tab]')[1].click()");
        browser.evaluate("settled()");
        assertEquals(20, browser.number("all('.images canvas').length"));
        browser.assertQuiet();
    }

    @ParameterizedTest
    @CsvSource({"300, false", "900, true"})
    void everyTabCanBeReadAtAnyWidth(final int width, final boolean dark) throws Exception {
        browser.mount("learning-curves.js", result(LearningCurvesView.initialData(Logs.pretraining(4, 5),
            ImageGroups.read(fields(20)))), width, dark);
        assertEquals(6, browser.number("all('[role=tab]').length"));
        assertEquals(0, browser.number("all('[role=tab]').filter((tab) => {"
            + " const box = tab.getBoundingClientRect();"
            + " return box.left < 0 || box.right > innerWidth || tab.scrollWidth > tab.clientWidth; }).length"),
            "tabs that are cut off");
        browser.screenshot("tabs", width, dark);
        browser.assertQuiet();
    }

    @Test
    void whatIsWrongIsSaidInWords() throws Exception {
        final Map<String, String> told = Map.of( //
            "{\"userError\":{\"message\":\"The log is gone.\",\"details\":\"Execute again.\"}}", "The log is gone.Execute again.", //
            "{\"internalError\":{\"message\":null,\"typeName\":\"java.io.IOException\",\"stackTrace\":[\"at A\",\"at B\"]}}",
            "The view's data could not be read.KNIME's log tells more.", //
            "{\"internalError\":{\"message\":\"The table is gone.\",\"typeName\":\"A\",\"stackTrace\":[\"at A\"]}}",
            "The table is gone.KNIME's log tells more.", //
            "null", "This view got no data.Execute the node and open the view again.", //
            "'{\"result\":{\"stages\":[],\"images\":[]}}'", "The training log is empty: no epoch was trained.");
        for (Map.Entry<String, String> each : told.entrySet()) {
            browser.mount("learning-curves.js", each.getKey(), 300, true);
            assertEquals(each.getValue(), browser.text("find('.message').textContent"));
            browser.assertQuiet();
        }
        browser.mount("learning-curves.js", "'no JSON'", 300, true);
        assertTrue(browser.text("find('.message').textContent").startsWith("This view could not be drawn."));
        assertFalse(browser.text("find('.message').textContent").contains("page.js"), "no stack trace");
        browser.mount("image-grid.js", images(List.of()), 300, true);
        assertTrue(browser.text("find('.message').textContent").startsWith("There are no images to show."));
        browser.mount("learning-curves.js", "{\"result\":" + LearningCurvesView.initialData(Logs.pretraining(1, 3),
            new ImageGroups()) + ",\"warningMessages\":[\"The error still falls.\"]}", 300, true);
        assertEquals("The error still falls.", browser.text("find('.message.warning').textContent"));
        assertFalse(browser.isTrue("find('.message.error')"));
        assertEquals(2, browser.number("all('figure').length"));
        browser.assertQuiet();
    }

    @ParameterizedTest
    @CsvSource({"learning-curves.js", "image-grid.js"})
    void teardownFreesEverything(final String page) throws Exception {
        browser.mount(page, page.startsWith("image") ? images(fields(50)) : curves(Logs.pretraining(2, 20)), 300, false);
        browser.evaluate("all('[role=tab]').forEach((tab) => tab.click())");
        browser.evaluate("settled()");
        assertTrue(browser.number("held - heldBefore") > 0, "the page observes its size and theme");
        browser.evaluate("view.teardown()");
        assertEquals(0, browser.number("shadow.childNodes.length"));
        assertEquals(0, browser.number("held - heldBefore"), "observers and listeners left");
        browser.chromium.setDark(true);
        browser.chromium.resize(500, 500);
        browser.evaluate("settled()");
        browser.assertQuiet();
    }
}
