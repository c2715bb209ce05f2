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
import java.util.concurrent.TimeUnit;

import org.deepbelief.knime.view.Chromium;
import org.junit.jupiter.api.Test;

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

    @Test
    void drawEachDialog() throws Exception {
        assumeTrue("draw".equals(System.getProperty("dialogs")),
            "The dialogs are drawn where -Ddialogs=draw asks for it.");
        bundle();
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
        browser.await("document.querySelectorAll('#dialog label, #dialog fieldset').length > 0");
        browser.evaluate("document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 500)))");
        final double height = ((Number)browser.evaluate("document.documentElement.scrollHeight")).doubleValue();
        browser.resize(WIDTH, (int)height);
        browser.evaluate("new Promise((done) => setTimeout(done, 200))");
        browser.screenshot(PICTURES.resolve(dialog.node().toLowerCase(Locale.ROOT).replace(' ', '-')
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
