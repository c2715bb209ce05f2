// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.views;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Serves one mounting of a page on this machine. The page says by a request of {@code /said} what it has drawn; a request
 * of {@code /wait} is not answered before that, so that an image of this address keeps the page loading until it is done.
 */
final class PageServer implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 30;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final CompletableFuture<String> said = new CompletableFuture<>();

    private final Function<String, byte[]> files;

    /** @param files the content for a path, or null where there is none */
    PageServer(final Function<String, byte[]> files) throws IOException {
        this.files = files;
        threads.execute(this::accept);
    }

    String address(final String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/" + path;
    }

    /** What the page has said. */
    String said() throws InterruptedException, ExecutionException, TimeoutException {
        return said.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                final Socket connection = socket.accept();
                threads.execute(() -> answer(connection));
            }
        } catch (SocketException e) {
            said.completeExceptionally(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(final Socket connection) {
        try (connection) {
            final var request = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            final String first = request.readLine();
            if (first == null) {
                return;
            }
            int length = 0;
            for (String header = request.readLine(); !header.isEmpty(); header = request.readLine()) {
                if (header.toLowerCase().startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring("content-length:".length()).strip());
                }
            }
            final String path = first.split(" ")[1].substring(1);
            if (path.equals("said")) {
                final char[] body = new char[length];
                int read = 0;
                while (read < length) {
                    read += request.read(body, read, length - read);
                }
                respond(connection, "text/plain", new byte[0]);
                said.complete(new String(body));
            } else if (path.equals("wait")) {
                said();
                respond(connection, "image/png", new byte[0]);
            } else {
                respond(connection, path.endsWith(".js") ? "text/javascript" : "text/html", files.apply(path));
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            said.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void respond(final Socket connection, final String type, final byte[] content) throws IOException {
        final OutputStream out = connection.getOutputStream();
        out.write(("HTTP/1.1 " + (content == null ? "404 Not Found" : "200 OK") + "\r\nContent-Type: " + type
            + "; charset=utf-8\r\nContent-Length: " + (content == null ? 0 : content.length)
            + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        if (content != null) {
            out.write(content);
        }
        out.flush();
    }
}
