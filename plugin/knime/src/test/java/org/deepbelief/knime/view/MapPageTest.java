// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of a map in a real browser. */
final class MapPageTest {

    private static final String NO_PICTURES = "[]";

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

    private static String list(final int rows, final IntFunction<String> of) {
        return IntStream.range(0, rows).mapToObj(of).collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * Rows in five groups on a circle. Row r is of the group r % 5, and its number is r / 10; row 3 has neither.
     *
     * @param names what the groups are called
     */
    private static String map(final int rows, final int names, final String pictures, final int dimensions) {
        final String coordinates = list(dimensions, k -> list(rows, row -> {
            final double angle = row % 5 * 2 * Math.PI / 5;
            final double spread = 1.5 * Math.sin(row * 12.9898 + k);
            return Double.toString(10 * (k == 0 ? Math.cos(angle) : Math.sin(angle)) + spread);
        }));
        return """
            {"result": {"stages": [], "images": [], "map": {"rows": %d, "keys": %s, "coordinates": %s, "pictures": %s, "colours": [
              {"name": "digit", "names": %s, "values": %s}, {"name": "size", "values": %s}]}}}""".formatted(2 * rows,
            list(rows, row -> "\"Row" + row + "\""), coordinates, pictures,
            list(names, name -> "\"class " + name + "\""),
            list(rows, row -> row == 3 ? "null" : Integer.toString(names == 5 ? row % 5 : row % names)),
            list(rows, row -> row == 3 ? "null" : Double.toString(row / 10.0)));
    }

    private static List<?> legend() throws IOException {
        return (List<?>)browser.evaluate("all('.legend li').map((entry) => entry.textContent)");
    }

    /** The middle of the plot in the page. */
    private static double[] middle() throws IOException {
        return new double[]{
            browser.number("find('.map').getBoundingClientRect().left + find('.map').getBoundingClientRect().width / 2"),
            browser.number("find('.map').getBoundingClientRect().top + find('.map').getBoundingClientRect().height / 2")};
    }

    @ParameterizedTest
    @CsvSource({"300, false", "300, true", "900, false", "900, true"})
    void eachRowIsAPointInTheColourOfItsClass(final int width, final boolean dark) throws Exception {
        browser.mount("map.js", map(200, 5, NO_PICTURES, 2), width, dark);
        // the row without a class is a square
        assertEquals(199, browser.number("pointsIn(find('figure'))"));
        assertEquals(List.of(40.0, 40.0, 40.0, 39.0, 40.0, 0.0), browser.evaluate("drawn(find('figure')).map(({ points }) => points)"));
        assertEquals(6, browser.number("new Set(drawn(find('figure')).map(({ color }) => color)).size"));
        assertEquals(List.of("class 0", "class 1", "class 2", "class 3", "class 4", "Missing"), legend());
        assertTrue(browser.text("find('.summary').textContent").startsWith("200 of 400 rows, chosen at random."));
        assertTrue(browser.number("find('main').scrollWidth") <= browser.number("find('main').clientWidth"), "no sideways scrolling");
        browser.screenshot("map", width, dark);
        browser.evaluate("find('select').value = 1; find('select').dispatchEvent(new Event('change'))");
        assertEquals(List.of("019.9", "Missing"), legend());
        assertEquals(199, browser.number("pointsIn(find('figure'))"));
        browser.screenshot("map-numbers", width, dark);
        browser.assertQuiet();
    }

    /** What is as long across as up is drawn so: a circle of groups is as wide as it is high. */
    @Test
    void distancesMeanTheSameInAllDirections() throws Exception {
        browser.mount("map.js", map(500, 5, NO_PICTURES, 2), 900, false);
        final double shape = browser.number("""
            (() => {
              const canvas = find('.map canvas');
              const data = pixelsOf(canvas);
              const ends = [Infinity, -Infinity, Infinity, -Infinity];
              for (let at = 0; at < data.length; at += 4) {
                if (data[at + 3] > 100) {
                  const x = (at / 4) % canvas.width, y = Math.floor(at / 4 / canvas.width);
                  ends[0] = Math.min(ends[0], x); ends[1] = Math.max(ends[1], x); ends[2] = Math.min(ends[2], y); ends[3] = Math.max(ends[3], y);
                }
              }
              return (ends[1] - ends[0]) / (ends[3] - ends[2]);
            })()""");
        // across from 10 cos 144 - 1.5 to 10 + 1.5, up from 10 sin 288 - 1.5 to 10 sin 72 + 1.5: 21.09 by 22.02
        assertEquals(21.09 / 22.02, shape, 0.03);
    }

    @Test
    void manyClassesShareTheSquaresAndTheRestIsOthers() throws Exception {
        browser.mount("map.js", map(400, 30, NO_PICTURES, 2), 900, false);
        final List<?> legend = legend();
        assertEquals(21, legend.size());
        assertEquals("class 0", legend.get(0));
        assertEquals("11 others", legend.get(19));
        assertEquals("Missing", legend.get(20));
        browser.screenshot("map-many-classes", 900, false);
        browser.assertQuiet();
    }

    @Test
    void draggingAndTheWheelZoomInAndADoubleClickGoesBack() throws Exception {
        browser.mount("map.js", map(200, 5, NO_PICTURES, 2), 900, false);
        final double[] middle = middle();
        browser.chromium.drag(middle[0] + 80, middle[0] + 260, middle[1]);
        browser.await("pointsIn(find('figure')) < 60");
        browser.screenshot("map-zoomed", 900, false);
        browser.chromium.doubleClick(middle[0], middle[1]);
        browser.await("pointsIn(find('figure')) === 199");
        browser.evaluate("find('.map').dispatchEvent(new WheelEvent('wheel', { deltaY: -1200, clientX: 880, clientY: 300, cancelable: true }))");
        browser.await("pointsIn(find('figure')) < 100");
        browser.evaluate("all('.tools button')[2].click()");
        browser.await("pointsIn(find('figure')) === 199");
        assertTrue(browser.isTrue("find('.map').dispatchEvent(new WheelEvent('wheel', { deltaY: 300, cancelable: true }))"),
            "who sees all can scroll the page");
        browser.assertQuiet();
    }

    @Test
    void aClassCanBeSeenAlone() throws Exception {
        browser.mount("map.js", map(200, 5, NO_PICTURES, 2), 900, false);
        final String opaque = "[3, 103, 203].map((_, at) => pixelsOf(find('.map canvas')).filter((part, index) => index % 4 === 3 && part > 150).length)[0]";
        final double all = browser.number(opaque);
        browser.evaluate("all('.legend button')[1].click()");
        assertEquals("true", browser.text("all('.legend button')[1].getAttribute('aria-pressed')"));
        assertTrue(browser.number(opaque) < all * 0.35, "a fifth of the rows stays");
        browser.evaluate("all('.legend button')[1].click()");
        assertEquals(all, browser.number(opaque));
    }

    @ParameterizedTest
    @CsvSource({"300, true", "900, false"})
    void thePointerAndTheKeysTellWhichRowItIs(final int width, final boolean dark) throws Exception {
        final String pictures = "[{\"name\": \"Rows\", \"kind\": \"samples\", \"width\": 2, \"height\": 2, \"scaledFrom\": null,"
            + " \"total\": 50, \"images\": " + list(50, row -> "{\"label\": \"Row" + row
                + "\", \"detail\": \"\", \"low\": 0, \"high\": 1, \"pixels\": \"AP4A/g==\"}") + "}]";
        browser.mount("map.js", map(50, 5, pictures, 2), width, dark);
        browser.evaluate("find('.map').focus()");
        browser.chromium.press("ArrowRight");
        browser.await("!find('.tooltip').hidden");
        browser.chromium.press("ArrowRight");
        browser.chromium.press("ArrowRight");
        // the group at the right end is that of the rows 0, 5, 10 ...
        browser.await("find('.tooltip').textContent.includes('digit: class 0')");
        final String told = browser.text("find('.tooltip').textContent");
        assertTrue(told.matches("Row\\d*[05]digit: class 0size: [\\d.]+"), told);
        assertTrue(browser.text("find('[aria-live]').textContent").endsWith("digit: class 0"));
        assertEquals(2, browser.number("find('.tooltip canvas').width"));
        browser.screenshot("map-row", width, dark);
        browser.evaluate("find('.map').blur()");
        assertTrue(browser.isTrue("find('.tooltip').hidden"));
        browser.assertQuiet();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "5, 2"})
    void moreDimensionsThanTwoCanBeChosen(final int dimensions, final int selectors) throws Exception {
        browser.mount("map.js", map(100, 5, NO_PICTURES, dimensions), 900, false);
        assertEquals(99, browser.number("pointsIn(find('figure'))"));
        assertEquals(1 + selectors, browser.number("all('select').length"));
        browser.screenshot("map-" + dimensions + "-dimensions", 900, false);
        browser.assertQuiet();
    }

    @Test
    void anEmptyMapSaysSoAndAllIsTakenDown() throws Exception {
        browser.mount("map.js", map(0, 1, NO_PICTURES, 0), 300, false);
        assertTrue(browser.text("find('main').textContent").startsWith("There are no rows to show"));
        browser.mount("map.js", map(200, 5, NO_PICTURES, 2), 300, false);
        assertFalse(browser.number("held") == browser.number("heldBefore"));
        browser.evaluate("view.teardown()");
        assertEquals(browser.number("heldBefore"), browser.number("held"));
        browser.assertQuiet();
    }
}
