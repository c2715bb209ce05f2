// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/**
 * A headless Chromium, driven by the DevTools protocol. Every request of a page is answered by {@code files} and never
 * by a network; one that {@code files} does not know fails and is kept in {@link #refused()}.
 */
public final class Chromium implements AutoCloseable {

    /** Debian's place; another one is named by the environment variable CHROMIUM. */
    static final String EXECUTABLE = System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");

    private static final String ORIGIN = "http://view.invalid/";
    private static final long TIMEOUT_SECONDS = 30;
    private static final JsonFactory JSON = new JsonFactory();

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastCommand = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, Object>>> answers = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> served = new CopyOnWriteArrayList<>();
    private final Function<String, byte[]> files;
    private final String session;

    private Chromium(Path profile, Process process, String address, Function<String, byte[]> files) throws IOException {
        this.profile = profile;
        this.process = process;
        this.files = files;
        socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(address), new Listener()).join();
        var target = command(null, "Target.createTarget", Map.of("url", "about:blank"));
        var attached = command(null, "Target.attachToTarget", Map.of("targetId", target.get("targetId"), "flatten", true));
        session = (String)attached.get("sessionId");
        for (String domain : List.of("Page.enable", "Runtime.enable", "Log.enable", "Fetch.enable")) {
            command(domain, Map.of());
        }
    }

    /**
     * Starts the browser. Where there is none, the tests that need it are skipped.
     *
     * @param files the content for a path below the origin, or null where there is none
     * @throws IOException if the browser does not start
     */
    public static Chromium start(Function<String, byte[]> files) throws IOException {
        assumeTrue(Files.isExecutable(Path.of(EXECUTABLE)), () -> "Views and dialogs are drawn by Chromium, and " + EXECUTABLE
            + " is missing. Install it (Debian: apt-get install chromium) or name another one in the environment variable"
            + " CHROMIUM.");
        var profile = Files.createTempDirectory("chromium");
        var process = new ProcessBuilder(EXECUTABLE, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--force-color-profile=srgb",
            "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank").redirectErrorStream(true).start();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new ArrayList<String>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            int at = line.indexOf("ws://");
            if (at >= 0) {
                var drain = new Thread(() -> lines.lines().forEach(ignored -> { }), "chromium output");
                drain.setDaemon(true);
                drain.start();
                return new Chromium(profile, process, line.substring(at).strip(), files);
            }
        }
        throw new IOException(EXECUTABLE + " ended before it could be driven: " + String.join("\n", said));
    }

    /** Opens a page in a viewport of that width, in the light or the dark scheme of the system. */
    public void open(String path, int width, int height, boolean dark) throws IOException {
        problems.clear();
        refused.clear();
        served.clear();
        command("Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        command("Emulation.setEmulatedMedia",
            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        command("Page.navigate", Map.of("url", ORIGIN + path));
    }

    /** Changes the system's scheme while the page is open. */
    void setDark(boolean dark) throws IOException {
        command("Emulation.setEmulatedMedia",
            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    public void resize(int width, int height) throws IOException {
        command("Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void moveMouse(double x, double y) throws IOException {
        command("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    }

    /** Presses the button at one place and lets it go at another of the same height. */
    void drag(double from, double to, double y) throws IOException {
        moveMouse(from, y);
        button("mousePressed", from, y, 1);
        for (int step = 1; step <= 4; step++) {
            command("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", from + (to - from) * step / 4, "y", y,
                "button", "left", "buttons", 1));
        }
        button("mouseReleased", to, y, 1);
    }

    void doubleClick(double x, double y) throws IOException {
        for (int click = 1; click <= 2; click++) {
            button("mousePressed", x, y, click);
            button("mouseReleased", x, y, click);
        }
    }

    private void button(String type, double x, double y, int clicks) throws IOException {
        command("Input.dispatchMouseEvent",
            Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", clicks));
    }

    void press(String key) throws IOException {
        command("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key));
        command("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** The value of an expression; a promise is awaited. */
    @SuppressWarnings("unchecked")
    public Object evaluate(String expression) throws IOException {
        var answer = command("Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.get("exceptionDetails") instanceof Map<?, ?> thrown) {
            throw new IOException("In the page: " + thrown);
        }
        return ((Map<String, Object>)answer.get("result")).get("value");
    }

    /** Waits until the expression is true in the page. */
    public void await(String expression) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!Boolean.TRUE.equals(evaluate("Boolean(" + expression + ")"))) {
            if (System.nanoTime() > end) {
                throw new IOException("Not within 10 s: " + expression + "; problems: " + problems + ", refused: " + refused);
            }
            Thread.sleep(20);
        }
    }

    public void screenshot(Path file) throws IOException {
        var picture = (String)command("Page.captureScreenshot", Map.of("format", "png")).get("data");
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(picture));
    }

    /** Exceptions, errors and warnings of the page since it was opened. */
    public List<String> problems() {
        return problems;
    }

    /** Requests that {@code files} could not answer. */
    public List<String> refused() {
        return refused;
    }

    /** Paths that the page asked for and got. */
    List<String> served() {
        return served;
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        try (var left = Files.walk(profile)) {
            left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }

    private Map<String, Object> command(String method, Map<String, Object> parameters) throws IOException {
        return command(session, method, parameters);
    }

    private Map<String, Object> command(String target, String method, Map<String, Object> parameters) throws IOException {
        try {
            return send(target, method, parameters).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(method + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private CompletableFuture<Map<String, Object>> send(String target, String method, Map<String, Object> parameters) {
        int id = lastCommand.incrementAndGet();
        var message = new LinkedHashMap<String, Object>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (target != null) {
            message.put("sessionId", target);
        }
        var answer = new CompletableFuture<Map<String, Object>>();
        answers.put(id, answer);
        synchronized (lastCommand) {
            socket.sendText(write(message), true).join();
        }
        return answer;
    }

    @SuppressWarnings("unchecked")
    private void receive(Map<String, Object> message) {
        if (message.get("id") instanceof Number id) {
            var answer = answers.remove(id.intValue());
            if (message.get("error") instanceof Map<?, ?> error) {
                answer.completeExceptionally(new IOException(error.toString()));
            } else {
                answer.complete((Map<String, Object>)message.get("result"));
            }
            return;
        }
        var parameters = (Map<String, Object>)message.get("params");
        switch ((String)message.get("method")) {
            case "Runtime.exceptionThrown" -> problems.add(parameters.toString());
            case "Log.entryAdded" -> problems.add(parameters.get("entry").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(parameters.get("type"))) {
                    problems.add(parameters.get("args").toString());
                }
            }
            case "Fetch.requestPaused" -> answerRequest((String)message.get("sessionId"), parameters);
            default -> { }
        }
    }

    @SuppressWarnings("unchecked")
    private void answerRequest(String target, Map<String, Object> parameters) {
        var id = parameters.get("requestId");
        var url = (String)((Map<String, Object>)parameters.get("request")).get("url");
        var path = url.startsWith(ORIGIN) ? url.substring(ORIGIN.length()) : null;
        var content = path == null ? null : files.apply(path);
        if (content == null) {
            refused.add(url);
            send(target, "Fetch.failRequest", Map.of("requestId", id, "errorReason", "AddressUnreachable"));
            return;
        }
        served.add(path);
        var type = path.endsWith(".js") ? "text/javascript" : path.endsWith(".html") ? "text/html"
            : path.endsWith(".css") ? "text/css" : "application/octet-stream";
        send(target, "Fetch.fulfillRequest", Map.of("requestId", id, "responseCode", 200,
            "responseHeaders", List.of(Map.of("name", "Content-Type", "value", type + "; charset=utf-8")),
            "body", Base64.getEncoder().encodeToString(content)));
    }

    private static String write(Object value) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (var entry : map.entrySet()) {
                json.writeFieldName((String)entry.getKey());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                write(json, each);
            }
            json.writeEndArray();
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else {
            json.writeString((String)value);
        }
    }

    /** A JSON text as maps, lists, strings, numbers (double), booleans and nulls. */
    public static Object parse(String text) throws IOException {
        try (var json = JSON.createParser(text)) {
            json.nextToken();
            return read(json);
        }
    }

    private static Object read(JsonParser json) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, Object>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    var name = json.currentName();
                    json.nextToken();
                    map.put(name, read(json));
                }
                return map;
            }
            case START_ARRAY -> {
                var list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(json));
                }
                return list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return json.getDoubleValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return json.getBooleanValue();
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return json.getText();
            }
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        @SuppressWarnings("unchecked")
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                var whole = text.toString();
                text.setLength(0);
                // Requests are answered from here: never on the thread that delivers the next message.
                CompletableFuture.runAsync(() -> {
                    try {
                        receive((Map<String, Object>)parse(whole));
                    } catch (IOException | RuntimeException e) {
                        problems.add("Unreadable message of the browser: " + e);
                    }
                });
            }
            webSocket.request(1);
            return null;
        }
    }
}
