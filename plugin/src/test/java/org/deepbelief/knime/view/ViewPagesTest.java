// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.deepbelief.knime.view.ImageTable.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knime.core.data.DataRow;

/** The views' pages in a real browser: what they draw, in which colours, and that they leave nothing behind. */
final class ViewPagesTest {

    private static final Path PAGES = Path.of("view").toAbsolutePath();
    private static final Path SCREENSHOTS = Path.of("target", "view-screenshots");

    /** Mounts a page as KNIME does, and counts what it draws and what it holds. */
    private static final String HOST = """
        <!doctype html>
        <html><head><link rel="icon" href="data:,"><style>html, body, #host { margin: 0; height: 100%%; } %s</style><script>
        // Points and lines of a path, and on each canvas the paths since it was last wiped.
        const paths = new WeakMap();
        const pathOf = (path) => paths.get(path) ?? paths.set(path, { points: 0, lines: 0 }).get(path);
        for (const [method, kind] of [["arc", "points"], ["lineTo", "lines"]]) {
          const original = Path2D.prototype[method];
          Path2D.prototype[method] = function (...given) { pathOf(this)[kind]++; return original.apply(this, given); };
        }
        const marks = new WeakMap();
        for (const method of ["fill", "stroke"]) {
          const original = CanvasRenderingContext2D.prototype[method];
          CanvasRenderingContext2D.prototype[method] = function (...given) {
            if (given[0] instanceof Path2D) {
              marks.get(this.canvas)?.push({ method, dashed: this.getLineDash().length > 0, color: String(method === "fill" ? this.fillStyle : this.strokeStyle), ...pathOf(given[0]) });
            }
            return original.apply(this, given);
          };
        }
        const wipe = CanvasRenderingContext2D.prototype.clearRect;
        CanvasRenderingContext2D.prototype.clearRect = function (...given) { marks.set(this.canvas, []); return wipe.apply(this, given); };
        // Observers and listeners that outlive the page's own elements.
        window.held = 0;
        for (const observer of [ResizeObserver, IntersectionObserver, MutationObserver]) {
          const { observe, disconnect } = observer.prototype;
          const live = new WeakSet();
          observer.prototype.observe = function (...given) { if (!live.has(this)) { live.add(this); held++; } return observe.apply(this, given); };
          observer.prototype.disconnect = function () { if (live.delete(this)) { held--; } return disconnect.call(this); };
        }
        for (const target of [Window, Document, MediaQueryList]) {
          const add = EventTarget.prototype.addEventListener, remove = EventTarget.prototype.removeEventListener;
          target.prototype.addEventListener = function (type, listener, options) { held++; options?.signal?.addEventListener("abort", () => held--); return add.call(this, type, listener, options); };
          target.prototype.removeEventListener = function (...given) { held--; return remove.apply(this, given); };
        }
        </script></head><body><div id="host"></div><script type="module">
        import app from "/view/%s";
        window.heldBefore = held;
        window.shadow = document.getElementById("host").attachShadow({ mode: "open" });
        // A copy is read, so that reading does not change how the page's own canvas is drawn.
        window.pixelsOf = (canvas) => {
          const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height }).getContext("2d", { willReadFrequently: true });
          copy.drawImage(canvas, 0, 0);
          return copy.getImageData(0, 0, canvas.width, canvas.height).data;
        };
        window.pointsIn = (figure) => drawn(figure).filter(({ method }) => method === "fill").reduce((sum, { points }) => sum + points, 0);
        window.painted = (image) => pixelsOf(all(".images canvas")[image]).filter((part, at) => at %% 4 === 3 && part > 0).length;
        window.find = (selector) => shadow.querySelector(selector);
        window.all = (selector) => [...shadow.querySelectorAll(selector)];
        window.drawn = (figure) => marks.get(figure.querySelector("canvas"));
        window.view = app(shadow, { getConfig: () => ({ initialData: %s }) });
        window.settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))));
        window.mounted = true;
        </script></body></html>
        """;

    private static Chromium browser;
    private static volatile String host;

    @BeforeAll
    static void startBrowser() throws IOException {
        browser = Chromium.start(ViewPagesTest::file);
    }

    @AfterAll
    static void stopBrowser() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    private static byte[] file(final String path) {
        if (path.equals("host.html")) {
            return host.getBytes(StandardCharsets.UTF_8);
        }
        final Path file = PAGES.resolveSibling(path).normalize();
        try {
            return file.startsWith(PAGES) && Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void mount(final String page, final String initialData, final int width, final boolean dark,
        final String... hostStyle) throws Exception {
        host = HOST.formatted(String.join("", hostStyle), page, initialData);
        browser.open("host.html", width, 900, dark);
        browser.await("window.mounted");
        browser.evaluate("settled()");
    }

    private static String result(final String json) {
        return "{\"result\":" + json + "}";
    }

    private static String curves(final List<DataRow> log) {
        return result(LearningCurvesView.initialData(Logs.SPEC, log, new ImageGroups()));
    }

    private static String images(final List<DataRow> table) {
        return result(ImageGridView.initialData(ImageTable.SPEC, table));
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

    private static double number(final String expression) throws IOException {
        return ((Number)browser.evaluate(expression)).doubleValue();
    }

    private static String text(final String expression) throws IOException {
        return (String)browser.evaluate(expression);
    }

    private static boolean isTrue(final String expression) throws IOException {
        return (Boolean)browser.evaluate("Boolean(" + expression + ")");
    }

    private static void assertQuiet() {
        assertEquals(List.of(), browser.problems());
        assertEquals(List.of(), browser.refused(), "a page that asks for something outside the plugin");
    }

    private static String name(final String view, final int width, final boolean dark) {
        return view + "-" + width + (dark ? "-dark" : "-light") + ".png";
    }

    @ParameterizedTest
    @CsvSource({"300, false", "300, true", "900, false", "900, true"})
    void learningCurvesDrawEveryEpochOfEveryLayer(final int width, final boolean dark) throws Exception {
        mount("learning-curves.js", curves(Logs.pretraining(3, 24)), width, dark);
        assertEquals(List.of("All", "Layer 1", "Layer 2", "Layer 3"),
            browser.evaluate("all('[role=tab]').map((tab) => tab.textContent)"));
        assertEquals(3, number("all('figure').length"), "one chart a layer in the overview");
        browser.screenshot(SCREENSHOTS.resolve(name("learning-curves-all", width, dark)));

        browser.evaluate("all('[role=tab]')[2].click()");
        browser.evaluate("settled()");
        assertEquals(List.of("Reconstruction error", "Free energy gap"),
            browser.evaluate("all('figure h3').map((title) => title.textContent)"));
        assertEquals(48, number("pointsIn(find('figure'))"),
            "a point for each epoch of training and validation");
        assertEquals(24, number("pointsIn(all('figure')[1])"));
        assertEquals(List.of(false, true),
            browser.evaluate("drawn(find('figure')).filter(({ method, lines }) => method === 'stroke' && lines >= 23).map(({ dashed }) => dashed)"),
            "training is a solid line, validation a dashed one");
        for (String color : List.of("training", "validation", "best")) {
            assertTrue(pixels(color) > 50, () -> color + " is in the picture");
        }
        assertEquals("Best: epoch 16", text("find('.legend li:last-child').textContent"));
        assertTrue(number("document.documentElement.scrollWidth") <= width, "no sideways scrolling");
        assertTrue(number("find('figure canvas').getBoundingClientRect().right") <= width);
        browser.screenshot(SCREENSHOTS.resolve(name("learning-curves-layer", width, dark)));
        assertQuiet();
    }

    /** How many pixels of the first chart have the theme's colour of that name. */
    private static double pixels(final String color) throws IOException {
        return number("""
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
        mount("learning-curves.js", curves(Logs.fineTuning(30)), 900, false);
        assertEquals(0, number("all('[role=tab]').length"), "one stage needs no tabs");
        assertEquals(List.of("Loss", "Accuracy"), browser.evaluate("all('figure h3').map((title) => title.textContent)"));
        assertEquals(45, number("pointsIn(find('figure'))"),
            "30 of training, 15 of validation");
        assertTrue(text("find('.summary').textContent").startsWith("Fine-tuning: 30 epochs in 7.5 s"));
        browser.evaluate("find('details').open = true");
        browser.await("all('tbody tr').length === 30");
        assertEquals("not measured", text("find('tbody tr td:last-child').textContent"));
        browser.screenshot(SCREENSHOTS.resolve("fine-tuning-900-light.png"));
        assertQuiet();
    }

    @Test
    void oneEpochAndATenThousandEpochsAreDrawn() throws Exception {
        mount("learning-curves.js", curves(Logs.pretraining(1, 1)), 300, false);
        assertEquals(2, number("pointsIn(find('figure'))"));
        mount("learning-curves.js", curves(Logs.pretraining(1, 10_000)), 300, false);
        assertTrue(text("find('.summary').textContent").contains("10,000 epochs in 2,500 s, 1,001 of them drawn"),
            () -> browser.problems().toString());
        assertTrue(pixels("training") > 200);
        assertQuiet();
    }

    @Test
    void thePointerAndTheKeysReadTheValues() throws Exception {
        mount("learning-curves.js", curves(Logs.pretraining(1, 10)), 900, false);
        final double left = number("find('.u-over').getBoundingClientRect().left");
        final double width = number("find('.u-over').getBoundingClientRect().width");
        final double top = number("find('.u-over').getBoundingClientRect().top");
        browser.moveMouse(left + width - 12, top + 40);
        browser.await("!find('.tooltip').hidden");
        assertTrue(text("find('.tooltip').textContent").matches("Epoch 10Training: 0\\.03353Validation: 0\\.0392\\d?"),
            text("find('.tooltip').textContent"));
        assertTrue(number("find('.tooltip').getBoundingClientRect().right") <= 900);

        browser.moveMouse(1, 1);
        browser.await("find('.tooltip').hidden");
        browser.evaluate("find('.plot').focus()");
        browser.press("ArrowRight");
        assertTrue(text("find('[aria-live]').textContent").startsWith("Epoch 6, Training: "),
            "the first key goes to the best epoch");
        browser.press("ArrowLeft");
        assertTrue(text("find('[aria-live]').textContent").startsWith("Epoch 5, Training: "));
        assertTrue(text("find('.plot').getAttribute('aria-label')").startsWith(
            "Reconstruction error. Training: 0.1019 at epoch 1, 0.03353 at epoch 10. Validation: "));
        assertQuiet();
    }

    @Test
    void tabsFollowTheArrowKeys() throws Exception {
        mount("learning-curves.js", curves(Logs.pretraining(2, 5)), 300, true);
        browser.evaluate("find('[role=tab]').focus()");
        browser.press("ArrowLeft");
        assertEquals("Layer 2", text("find('[role=tab][aria-selected=true]').textContent"));
        assertEquals("Layer 2", text("shadow.activeElement.textContent"));
        browser.press("Home");
        assertEquals("All", text("find('[role=tab][aria-selected=true]').textContent"));
        assertEquals(1, number("all('[role=tab][tabindex=\"0\"]').length"));
        assertQuiet();
    }

    @Test
    void aChangeOfTheThemeRepaints() throws Exception {
        mount("learning-curves.js", curves(Logs.pretraining(1, 20)), 300, false);
        final String light = text("getComputedStyle(find('main')).backgroundColor");
        final double lightPixels = pixels("training");
        browser.setDark(true);
        browser.await("find('main').dataset.theme === 'dark'");
        browser.evaluate("settled()");
        assertNotEquals(light, text("getComputedStyle(find('main')).backgroundColor"));
        assertEquals(lightPixels, pixels("training"), lightPixels / 3, "the same line in the dark theme's blue");
        browser.evaluate("document.documentElement.style.colorScheme = 'light'");
        browser.await("find('main').dataset.theme === 'light'");
        assertEquals(light, text("getComputedStyle(find('main')).backgroundColor"));
        assertQuiet();
    }

    @Test
    void theHostsStyleGoesBeforeTheSystems() throws Exception {
        mount("image-grid.js", images(fields(12)), 900, false,
            ":root { color-scheme: dark; --kds-color-surface-default: #23272b; --kds-color-text-and-icon-neutral: #fafafa; }");
        assertEquals("dark", text("find('main').dataset.theme"));
        assertEquals("rgb(35, 39, 43)", text("getComputedStyle(find('main')).backgroundColor"));
        assertEquals("rgb(250, 250, 250)", text("getComputedStyle(find('main')).color"));
        assertQuiet();
    }

    @Test
    void aChartFollowsTheWidth() throws Exception {
        mount("learning-curves.js", curves(Logs.pretraining(1, 20)), 300, false);
        final double narrow = number("find('figure canvas').width");
        browser.resize(700, 900);
        browser.await("find('figure canvas').width > " + narrow);
        browser.resize(300, 900);
        browser.await("find('figure canvas').width === " + narrow);
        assertTrue(pixels("training") > 50);
        assertQuiet();
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
        mount("image-grid.js", images(rows), width, dark);
        final List<?> zero = color(0, 0);
        final List<?> low = color(0, 40);
        final List<?> high = color(0, 63);
        final boolean centreIsLight = ((Number)zero.get(0)).intValue() > 128;
        assertEquals(!dark, centreIsLight, "zero is the colour of the page's background");
        assertTrue(channel(low, 2) > channel(low, 0) && channel(high, 0) > channel(high, 2), "negative blue, positive red");
        assertEquals(301, number("all('.images li').length"));
        assertTrue(number("document.documentElement.scrollWidth") <= width, "no sideways scrolling");
        browser.screenshot(SCREENSHOTS.resolve(name("receptive-fields", width, dark)));

        assertTrue(isTrue("painted(300) === 0"), "what is out of sight is not painted yet");
        browser.evaluate("all('.images li')[300].scrollIntoView()");
        browser.await("painted(300) > 0");
        assertQuiet();
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
        mount("image-grid.js", images(rows), 300, false);
        assertEquals(List.of(255.0, 255.0, 255.0, 255.0), color(9, 63));
        assertEquals(List.of(0.0, 0.0, 0.0, 255.0), color(0, 63), "black on the common scale, although constant");
        assertEquals(0, channel(color(9, 9), 3), "a missing pixel is left open");
        final int half = channel(color(9, 25), 0);
        assertEquals(9 * 25 / 28.0 / 16 * 255, half, 1.5);
        assertEquals(half, channel(color(9, 25), 1));
        final double x = number("all('.images canvas')[9].getBoundingClientRect().right");
        final double y = number("all('.images canvas')[9].getBoundingClientRect().bottom");
        browser.moveMouse(x - 3, y - 3);
        browser.await("!find('.tooltip').hidden");
        assertEquals("class 9sample 9Pixel column 8, row 8: 16From 0 to 16", text("find('.tooltip').textContent"));
        assertEquals("class 9, sample 9, values 0 to 16", text("all('.images li')[9].getAttribute('aria-label')"));

        browser.evaluate("all('.images li')[0].focus()");
        browser.press("ArrowRight");
        assertEquals("class 1", text("shadow.activeElement.textContent"));

        browser.evaluate("(() => { const width = find('.tools select'); width.value = '16'; width.dispatchEvent(new Event('change')); })()");
        assertEquals(16, number("all('.images canvas')[0].width"));
        assertEquals(4, number("all('.images canvas')[0].height"));
        assertQuiet();
    }

    @Test
    void aLargeImageIsScaledDownAndThePageSaysSo() throws Exception {
        final double[] pixels = new double[200 * 100];
        Arrays.fill(pixels, 100 * 100, 200 * 100, 1);
        mount("image-grid.js",
            images(List.of(ImageTable.row("Row0", "Generated", Kind.SAMPLES, "Row0", "", 200, pixels))), 300, false);
        assertEquals("1 image, 200 × 100 pixels each, drawn at 50 × 25.", text("find('.summary').textContent"));
        assertEquals(50, number("find('.images canvas').width"));
        assertEquals(25, number("find('.images canvas').height"));
        assertEquals(List.of(255.0, 255.0, 255.0, 255.0),
            browser.evaluate("[...pixelsOf(find('.images canvas')).slice(-4)]"));
        assertQuiet();
    }

    @Test
    void receptiveFieldsAreATabOfTheLearningCurves() throws Exception {
        mount("learning-curves.js", result(LearningCurvesView.initialData(Logs.SPEC, Logs.pretraining(1, 5),
            ImageGroups.read(ImageTable.SPEC, fields(20)))), 900, false);
        assertEquals(List.of("Layer 1", "Receptive fields"),
            browser.evaluate("all('[role=tab]').map((tab) => tab.textContent)"));
        browser.evaluate("all('[role=tab]')[1].click()");
        browser.evaluate("settled()");
        assertEquals(20, number("all('.images canvas').length"));
        assertQuiet();
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
            mount("learning-curves.js", each.getKey(), 300, true);
            assertEquals(each.getValue(), text("find('.message').textContent"));
            assertQuiet();
        }
        mount("learning-curves.js", "'no JSON'", 300, true);
        assertTrue(text("find('.message').textContent").startsWith("This view could not be drawn."));
        mount("image-grid.js", images(List.of()), 300, true);
        assertTrue(text("find('.message').textContent").startsWith("There are no images to show."));
        mount("learning-curves.js", "{\"result\":" + LearningCurvesView.initialData(Logs.SPEC, Logs.pretraining(1, 3),
            new ImageGroups()) + ",\"warningMessages\":[\"The error still falls.\"]}", 300, true);
        assertEquals("The error still falls.", text("find('.message.warning').textContent"));
        assertFalse(isTrue("find('.message.error')"));
        assertEquals(2, number("all('figure').length"));
        assertQuiet();
    }

    @ParameterizedTest
    @CsvSource({"learning-curves.js", "image-grid.js"})
    void teardownFreesEverything(final String page) throws Exception {
        mount(page, page.startsWith("image") ? images(fields(50)) : curves(Logs.pretraining(2, 20)), 300, false);
        browser.evaluate("all('[role=tab]').forEach((tab) => tab.click())");
        browser.evaluate("settled()");
        assertTrue(number("held - heldBefore") > 0, "the page observes its size and theme");
        browser.evaluate("view.teardown()");
        assertEquals(0, number("shadow.childNodes.length"));
        assertEquals(0, number("held - heldBefore"), "observers and listeners left");
        browser.setDark(true);
        browser.resize(500, 500);
        browser.evaluate("settled()");
        assertQuiet();
    }
}
