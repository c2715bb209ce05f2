// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.deepbelief.tests.Checkout;
import org.eclipse.core.runtime.Platform;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Executed nodes' views in headless Chromium: their pages draw what the nodes kept for them. */
@Tag("standin")
class NodeViewsTest {

    private static final String CHROMIUM = System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");

    private static final Path PICTURES = Checkout.WORKFLOWS.resolve("tests/target/view-screenshots");

    private static final int EPOCHS = 4;

    /** Mounts a page, walks through its tabs, and says what was given and what was drawn. */
    private static final String HOST = """
        <!doctype html>
        <html><head><meta charset="utf-8"><style>html, body,
        #host { margin: 0; height: 100%%; overflow: hidden; color-scheme: %s; }</style><script>
        // The points of a path, and on each canvas those that were filled since it was last wiped.
        const paths = new WeakMap(), canvases = new WeakMap();
        const { arc } = Path2D.prototype;
        Path2D.prototype.arc =
            function (...given) { paths.set(this, (paths.get(this) ?? 0) + 1); return arc.apply(this, given); };
        const { fill, clearRect } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.fill = function (...given) {
          canvases.set(this.canvas, (canvases.get(this.canvas) ?? 0) + (paths.get(given[0]) ?? 0));
          return fill.apply(this, given);
        };
        CanvasRenderingContext2D.prototype.clearRect =
            function (...given) { canvases.delete(this.canvas); return clearRect.apply(this, given); };
        const say = (text) => fetch("/said", { method: "POST", body: text });
        addEventListener("error", (event) => say(`problem: ${event.message}`));
        addEventListener("unhandledrejection", (event) => say(`problem: ${event.reason}`));
        </script><link rel="icon" href="data:,"></head><body><div id="host"></div><img src="/wait" alt=""
        hidden><script type="module">
        import app from "/view/%s";
        const initialData = %s;
        const shadow = document.getElementById("host").attachShadow({ mode: "open" });
        const all = (selector) => [...shadow.querySelectorAll(selector)];
        app(shadow, { getConfig: () => ({ initialData }) });
        const settled =
            () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))));
        const measured = (values) => (values ?? []).filter((value) => value !== null).length;
        const told = [];
        const { stages = [], images, groups } = initialData.result ?? {};
        const tabs = all("[role=tab]");
        const { map } = initialData.result ?? {};
        if (map) {
          const points = all("figure canvas").reduce((sum, canvas) => sum + (canvases.get(canvas) ?? 0), 0);
          told.push(`map: ${map.keys.length} points given, ${points} drawn`);
          told.push(`pictures: ${map.pictures.reduce((sum, { images }) => sum + images.length, 0)} images given,
              ${map.keys.length} drawn`);
        }
        for (const { name, curves } of stages) {
          tabs.find((tab) => tab.textContent === name)?.click();
          await settled();
          const expected =
              curves.reduce((sum, { training, validation }) => sum + measured(training) + measured(validation), 0);
          const points = all("figure canvas").reduce((sum, canvas) => sum + (canvases.get(canvas) ?? 0), 0);
          told.push(`${name}: ${curves.length} charts given, ${all("figure").length} drawn, ${expected} points given,
              ${points} drawn`);
        }
        for (const group of images ?? groups ?? []) {
          tabs.find((tab) => tab.textContent === group.name)?.click();
          await settled();
          told.push(`${group.name}: ${group.images.length} images given, ${all(".images canvas").length} drawn`);
        }
        tabs[%d]?.click();
        await settled();
        say([...told, ...all(".message").map((message) => message.textContent)].join("; "));
        </script></body></html>
        """;

    @TempDir
    private Path m_folder;

    /** The nodes with a view, and the page of each. */
    private static final Map<String, String> VIEWS = Map.of("DBN Layer-wise Pretrain", "learning-curves.js",
        "DBN Wake-Sleep Tune", "learning-curves.js", "DBN Fine-tune", "learning-curves.js", "DBN Embed",
        "map.js", "DBN Fuse", "learning-curves.js", "DBN Generate", "image-grid.js", "DBN Inspect", "image-grid.js");

    @TestFactory
    Stream<DynamicTest> viewsDrawWhatTheirNodesKept() throws IOException {
        final Map<Path, List<String>> workflows = new LinkedHashMap<>();
        assumeTrue(Files.isExecutable(Path.of(CHROMIUM)), CHROMIUM + " is missing. Install it (Debian: apt-get install"
            + " chromium) or name another one in the environment variable CHROMIUM.");
        final Set<String> missing = new TreeSet<>(VIEWS.keySet());
        for (Path workflow : Checkout.workflows()) {
            final List<String> here = missing.stream().filter(node -> contains(workflow, node)).toList();
            if (!here.isEmpty()) {
                workflows.put(workflow, here);
                missing.removeAll(here);
            }
        }
        assertTrue(workflows.values().stream().mapToInt(List::size).sum() >= 3, "no workflow shows " + missing);
        return workflows.entrySet().stream().map(entry -> DynamicTest
            .dynamicTest(entry.getKey().getFileName() + " " + entry.getValue(), () ->
            show(entry.getKey(), entry.getValue())));
    }

    /** Whether KNIME's folder of such a node lies in the workflow's. */
    private static boolean contains(final Path workflow, final String node) {
        try (Stream<Path> folders = Files.list(workflow)) {
            return folders.anyMatch(folder -> folder.getFileName().toString().startsWith(node + " (#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void show(final Path workflow, final List<String> nodes) throws Exception {
        final Map<String, String> data =
            NodeViewData.of(Checkout.copy(workflow, m_folder.resolve(workflow.getFileName())), EPOCHS);
        for (String node : nodes) {
            final String json = data.entrySet().stream().filter(entry -> entry.getKey().contains(node))
                .map(Map.Entry::getValue).findFirst().orElse(null);
            assertTrue(json != null, node + " has no view data; these nodes have: " + data.keySet());
            show(VIEWS.get(node), json, node);
        }
    }

    /** Everything that was given was drawn, and there was something. */
    private static void assertFits(final String node, final String said) {
        final Matcher counts = Pattern.compile("(\\d+) (charts|points|images) given, (\\d+) drawn").matcher(said);
        int found = 0;
        while (counts.find()) {
            found++;
            assertEquals(counts.group(1), counts.group(3), node + ": " + said);
            assertTrue(Integer.parseInt(counts.group(1)) > 0, node + ": " + said);
        }
        assertTrue(found > 0, node + ": " + said);
    }

    /** Mounts the page wide and light, narrow and dark, keeps a picture of each, and checks what the page says. */
    private void show(final String module, final String json, final String node) throws Exception {
        show(module, json, node, 900, "light");
        show(module, json, node, 300, "dark");
    }

    private void show(final String module, final String json, final String node, final int width, final String scheme)
        throws Exception {
        final byte[] host = HOST.formatted(scheme, module, json.replace("</", "<\\/"), width == 300 ? 1 : 0)
            .getBytes(StandardCharsets.UTF_8);
        final Path picture = PICTURES.resolve(node.replace(' ', '-') + "-" + width + "-" + scheme + ".png");
        Files.createDirectories(PICTURES);
        Files.deleteIfExists(picture);
        try (PageServer server = new PageServer(path -> path.equals("host.html") ? host : file(path))) {
            chromium("--window-size=" + width + ",900", "--screenshot=" + picture, server.address("host.html"));
            System.out.println(node + ": " + server.said());
            assertFits(node, server.said());
        }
        assertTrue(Files.size(picture) > 5_000, picture + " shows nothing");
    }

    /** A file of the installed plugin's pages. */
    private static byte[] file(final String path) {
        final URL entry = path.startsWith("view/") ? Platform.getBundle("org.deepbelief.knime").getEntry(path) : null;
        if (entry == null) {
            return null;
        }
        try (InputStream content = entry.openStream()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void chromium(final String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            "--user-data-dir=" + m_folder.resolve("profile")));
        command.addAll(List.of(arguments));
        final Path log = m_folder.resolve("chromium.log");
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
            .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            fail("Chromium did not end: " + Files.readString(log));
        }
        assertEquals(0, process.exitValue(), Files.readString(log));
    }
}
