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
        assertEquals(3, browser.number("all('figure').length"), "one chart a layer in the overview");
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
        for (String color : List.of("training", "validation", "best")) {
            assertTrue(pixels(color) > 50, () -> color + " is in the picture");
        }
        assertEquals("Best: epoch 16", browser.text("find('.legend li:last-child').textContent"));
        assertTrue(browser.number("find('main').scrollWidth") <= browser.number("find('main').clientWidth"), "no sideways scrolling");
        assertTrue(browser.number("find('figure canvas').getBoundingClientRect().right") <= width);
        browser.screenshot("learning-curves-layer", width, dark);
        browser.assertQuiet();
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
        assertTrue(browser.text("find('.tooltip').textContent").matches("Epoch 10Training: 0\\.03353Validation: 0\\.0392\\d?"),
            browser.text("find('.tooltip').textContent"));
        assertTrue(browser.number("find('.tooltip').getBoundingClientRect().right") <= 900);

        browser.chromium.moveMouse(1, 1);
        browser.await("find('.tooltip').hidden");
        browser.evaluate("find('.plot').focus()");
        browser.chromium.press("ArrowRight");
        assertTrue(browser.text("find('[aria-live]').textContent").startsWith("Epoch 6, Training: "),
            "the first key goes to the best epoch");
        browser.chromium.press("ArrowLeft");
        assertTrue(browser.text("find('[aria-live]').textContent").startsWith("Epoch 5, Training: "));
        assertTrue(browser.text("find('.plot').getAttribute('aria-label')").startsWith(
            "Reconstruction error. Training: 0.1019 at epoch 1, 0.03353 at epoch 10. Validation: "));
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
            "The view's data could not be read.java.io.IOException\nat A\nat B", //
            "null", "This view got no data.Execute the node and open the view again.", //
            "'{\"result\":{\"stages\":[],\"images\":[]}}'", "The training log is empty: no epoch was trained.");
        for (Map.Entry<String, String> each : told.entrySet()) {
            browser.mount("learning-curves.js", each.getKey(), 300, true);
            assertEquals(each.getValue(), browser.text("find('.message').textContent"));
            browser.assertQuiet();
        }
        browser.mount("learning-curves.js", "'no JSON'", 300, true);
        assertTrue(browser.text("find('.message').textContent").startsWith("This view could not be drawn."));
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
