// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A browser in which a view's page is mounted as KNIME does it. */
final class ViewBrowser implements AutoCloseable {

    private static final Path PAGES = Path.of("view").toAbsolutePath();
    private static final Path SCREENSHOTS = Path.of("target", "view-screenshots");

    /** Mounts the page in a shadow root, and counts what it draws and what it holds. */
    private static final String HOST = """
        <!doctype html>
        <html><head><link rel="icon" href="data:,"><style>html { color-scheme: light dark; } html, body, #host { margin: 0; height: 100%%; } #host { overflow: hidden; } %s</style><script>
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

    final Chromium chromium;
    private volatile String host;

    ViewBrowser() throws IOException {
        chromium = Chromium.start(this::file);
    }

    @Override
    public void close() throws IOException {
        chromium.close();
    }

    private byte[] file(final String path) {
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

    /**
     * Mounts a view.
     *
     * @param page its module
     * @param initialData what the service's configuration holds, as a JavaScript expression
     * @param width of the viewport
     * @param dark whether the system prefers a dark scheme
     * @param hostStyle styles of the page around the view
     */
    void mount(final String page, final String initialData, final int width, final boolean dark,
        final String... hostStyle) throws Exception {
        host = HOST.formatted(String.join("", hostStyle), page, initialData);
        chromium.open("host.html", width, 900, dark);
        chromium.await("window.mounted");
        chromium.evaluate("settled()");
    }

    void choose(final String tab) throws IOException {
        chromium.evaluate("all('[role=tab]').find((tab) => tab.textContent === '" + tab + "').click()");
        chromium.evaluate("settled()");
    }

    Object evaluate(final String expression) throws IOException {
        return chromium.evaluate(expression);
    }

    double number(final String expression) throws IOException {
        return ((Number)chromium.evaluate(expression)).doubleValue();
    }

    String text(final String expression) throws IOException {
        return (String)chromium.evaluate(expression);
    }

    void await(final String expression) throws IOException, InterruptedException {
        chromium.await(expression);
    }

    boolean isTrue(final String expression) throws IOException {
        return (Boolean)chromium.evaluate("Boolean(" + expression + ")");
    }

    /** Keeps what the viewport shows as {@code target/view-screenshots/<name>-<width>-<light or dark>.png}. */
    void screenshot(final String name, final int width, final boolean dark) throws IOException {
        chromium.screenshot(SCREENSHOTS.resolve(name + "-" + width + (dark ? "-dark" : "-light") + ".png"));
    }

    /** Neither an error or warning in the page nor a request beyond the plugin's own files. */
    void assertQuiet() {
        assertEquals(List.of(), chromium.problems());
        assertEquals(List.of(), chromium.refused(), "a page that asks for something outside the plugin");
    }
}
