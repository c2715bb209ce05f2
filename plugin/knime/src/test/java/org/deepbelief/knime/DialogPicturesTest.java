// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.deepbelief.knime.view.Chromium;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.standin.ui.parameters.DialogState;
import org.knime.standin.ui.view.JsonText;

/**
 * Draws every dialog by KNIME's own renderer at 420 px, once as it opens and once with the advanced settings, as
 * target/dialog-screenshots/&lt;node&gt;.png and &lt;node&gt;-advanced.png. Runs where it is asked for
 * (-Ddialogs=draw): the renderer and what it needs (GPL-3, about 200 MB) come from npm into target/dialogs, which takes
 * half a minute once.
 */
class DialogPicturesTest {

    private static final Path SOURCES = Path.of("src", "test", "dialogs");

    private static final Path FOLDER = Path.of("target", "dialogs");

    private static final Path BUNDLE = FOLDER.resolve("bundle");

    private static final Path PICTURES = Path.of("target", "dialog-screenshots");

    private static final int WIDTH = 420;

    private static final String PAGE = """
        <!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">
        <link rel="stylesheet" href="page.css"><style>
        html, body { margin: 0; } body { background: var(--knime-gray-ultra-light); overflow-x: hidden; }
        body .dialog { height: auto; max-height: none; overflow: visible; }
        .card { background: white; box-shadow: 0 1px 4px #0004; padding: 8px; margin-bottom: 12px; }
        .card { display: grid; gap: 12px; }
        .card-head { display: flex; justify-content: space-between; font-size: 13px; }
        </style></head><body><div id="dialog"></div><script type="module" src="page.js"></script></body></html>
        """;

    /** Waits until there is something, and nothing has changed for a while: the renderer loads its parts late. */
    private static final String STILL = """
        (async () => {
          await document.fonts.ready;
          const dialog = document.getElementById("dialog");
          for (let before = "", same = 0; same < 3; before = dialog.innerHTML) {
            await new Promise((done) => setTimeout(done, 50));
            same = dialog.innerText.trim() && dialog.innerHTML === before ? same + 1 : 0;
          }
        })()""";

    @BeforeAll
    static void bundleWhereItIsAskedFor() throws IOException, InterruptedException {
        assumeTrue("draw".equals(System.getProperty("dialogs")),
            "The dialogs are drawn where -Ddialogs=draw asks for it.");
        bundle();
    }

    @Test
    void drawEachDialog() throws Exception {
        try (Chromium browser = Chromium.start(DialogPicturesTest::file)) {
            for (final Dialog dialog : Dialog.all()) {
                final String text = Dialog.text(dialog.parameters(dialog.connected()), dialog.connected());
                draw(browser, dialog, text, false);
                if (text.contains("isAdvanced")) {
                    draw(browser, dialog, text, true);
                }
            }
        }
    }

    /** Under every combination that conditions ask for, KNIME's renderer shows what the stand-in says is shown. */
    @Test
    void theRendererShowsWhatTheConditionsSay() throws Exception {
        try (Chromium browser = Chromium.start(DialogPicturesTest::file)) {
            browser.open("dialog.html", WIDTH, 900, false);
            browser.await("window.draw");
            for (final Dialog dialog : Dialog.all()) {
                for (final Map<String, Object> combination : DialogSettings.combinations(dialog, dialog.connected())) {
                    final NodeParameters values = DialogSettings.values(dialog, dialog.connected(), combination);
                    browser.evaluate("draw(" + Dialog.text(values, dialog.connected()) + ", true)");
                    browser.evaluate(STILL);
                    assertEquals(shown(dialog, values), browser.evaluate("[...new Set(document.body.innerText"
                        + ".split('\\n').map((line) => line.trim()))].filter((line) => "
                        + JsonText.write(titles(values)) + ".includes(line)).sort()"), dialog + " " + combination);
                }
            }
            assertEquals(List.of(), browser.problems());
        }
    }

    private static List<String> shown(final Dialog dialog, final NodeParameters values) {
        final Map<String, DialogState.State> states = DialogState.of(values, dialog.connected());
        return fields(values).filter(setting -> states.get(setting.path()).shown()).map(DialogPicturesTest::title)
            .distinct().sorted().toList();
    }

    private static List<String> titles(final NodeParameters values) {
        return fields(values).map(DialogPicturesTest::title).toList();
    }

    /** All settings but arrays, which are drawn without their title. */
    private static Stream<DialogSettings.Setting> fields(final NodeParameters values) {
        return DialogSettings.of(values).stream().filter(setting -> !(setting.get() instanceof NodeParameters[]));
    }

    private static String title(final DialogSettings.Setting setting) {
        return setting.field().getAnnotation(Widget.class).title();
    }

    private static byte[] file(final String path) {
        final Path file = BUNDLE.resolve(path).normalize();
        try {
            return path.equals("dialog.html") ? PAGE.getBytes(StandardCharsets.UTF_8)
                : file.startsWith(BUNDLE) && Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void draw(final Chromium browser, final Dialog dialog, final String text, final boolean advanced)
        throws IOException, InterruptedException {
        browser.open("dialog.html", WIDTH, 200, false);
        browser.await("window.draw");
        browser.evaluate("draw(" + text + ", " + advanced + ").then(() => true)");
        browser.evaluate(STILL);
        final double height = ((Number)browser.evaluate("document.documentElement.scrollHeight")).doubleValue();
        browser.resize(WIDTH, (int)height);
        browser.evaluate(STILL);
        browser.screenshot(PICTURES.resolve(dialog.name().toLowerCase(Locale.ROOT).replace(' ', '-')
            + (advanced ? "-advanced" : "") + ".png"));
        assertEquals(List.of(), browser.problems(), dialog.node());
        assertEquals(List.of(), browser.refused(), dialog.node());
        assertEquals(false, browser.evaluate("document.body.innerText.includes('No applicable renderer')"),
            dialog.node());
        assertEquals(true, browser.evaluate("getComputedStyle(document.querySelector('#dialog h3')).fontFamily"
            + ".includes('Roboto')"), "KNIME's sheet is not there");
        assertEquals(List.of(), browser.evaluate("""
            (() => {
              const end = document.querySelector('#dialog .section').getBoundingClientRect().right + 1;
              return [...document.querySelectorAll('#dialog *')].filter((part) => part.childElementCount === 0
                && part.textContent.trim() && (part.getBoundingClientRect().right > end
                || part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1))
                .map((part) => part.textContent.trim());
            })()"""), dialog.node() + ": texts that are cut, or wider than their column");
    }

    /**
     * Makes scripts and a sheet of the renderer and our page; in parts, as the renderer looks at what a module is that
     * it imports late. Skips the test where it cannot be had.
     */
    private static void bundle() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (final String name : List.of("package.json", "page.js")) {
            Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        final boolean there = Files.exists(FOLDER.resolve("node_modules/@knime/jsonforms/package.json"));
        assumeTrue(there
            || run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error") == 0,
            () -> "KNIME's renderer cannot be had: npm is missing or failed. See " + FOLDER.resolve("log.txt") + ".");
        assertEquals(0, run("node_modules/.bin/esbuild", "page.js", "--bundle", "--splitting", "--format=esm",
            "--outdir=bundle", "--loader:.svg=dataurl", "--loader:.woff2=dataurl", "--loader:.woff=empty",
            "--external:*.woff", "--define:process.env.NODE_ENV=\"production\"", "--log-level=error"),
            "see " + FOLDER.resolve("log.txt"));
    }

    private static int run(final String... command) throws IOException, InterruptedException {
        final File log = FOLDER.resolve("log.txt").toFile();
        try {
            final Process process = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true)
                .redirectOutput(log).start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return 1;
            }
            return process.exitValue();
        } catch (IOException e) {
            Files.writeString(log.toPath(), e.getMessage());
            return 1;
        }
    }
}
