// SPDX-License-Identifier: Apache-2.0
package org.knime.core.util;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.knime.core.node.KNIMEConstants;
import org.knime.core.node.workflow.NodeContext;

/** Temporary files and folders in the platform's temporary folder, and files by their URLs. */
public final class FileUtil {

    private static final String KNIME = "knime";

    private FileUtil() {
    }

    /**
     * @param prefix how its name begins
     * @return a new empty folder, deleted when the platform ends
     * @throws IOException if it cannot be created
     */
    public static File createTempDir(final String prefix) throws IOException {
        return createTempDir(prefix, KNIMEConstants.getKNIMETempPath().toFile());
    }

    /**
     * @param prefix how its name begins
     * @param dir where it stands
     * @return a new empty folder, deleted when the platform ends
     * @throws IOException if it cannot be created
     */
    public static File createTempDir(final String prefix, final File dir) throws IOException {
        final Path folder = Files.createTempDirectory(dir.toPath(), prefix);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteRecursively(folder.toFile())));
        return folder.toFile();
    }

    /**
     * @param prefix how its name begins
     * @param suffix how its name ends
     * @return a new empty file, deleted when the platform ends
     * @throws IOException if it cannot be created
     */
    public static File createTempFile(final String prefix, final String suffix) throws IOException {
        final Path file = Files.createTempFile(KNIMEConstants.getKNIMETempPath(), prefix, suffix);
        file.toFile().deleteOnExit();
        return file.toFile();
    }

    /**
     * @param urlOrPath a URL, or a path of this machine
     * @return the URL, that of the path if it is one
     * @throws InvalidPathException if it is neither
     * @throws MalformedURLException if there is no URL for the path
     */
    public static URL toURL(final String urlOrPath) throws InvalidPathException, MalformedURLException {
        if (urlOrPath.startsWith(KNIME + ":")) {
            return new URL(null, urlOrPath, new KnimeUrls());
        }
        try {
            return new URL(urlOrPath);
        } catch (MalformedURLException e) {
            return Path.of(urlOrPath).toAbsolutePath().toUri().toURL();
        }
    }

    /**
     * The file of a URL. Of the places that KNIME knows there is the workflow's own here, knime://knime.workflow/.
     *
     * @param url a URL
     * @return the file, if it is there or not; null if the URL is that of no file on this machine
     * @throws IOException if it is relative to something that is not there
     * @throws URISyntaxException if a character of it is to be written by its number
     */
    public static Path resolveToPath(final URL url) throws IOException, URISyntaxException {
        if (url.getProtocol().equals("file")) {
            return Path.of(url.toURI());
        }
        if (!url.getProtocol().equals(KNIME)) {
            return null;
        }
        final NodeContext context = NodeContext.getContext();
        if (!"knime.workflow".equals(url.getHost()) || context == null) {
            throw new IOException("\"" + url + "\" is not relative to the workflow of a node.");
        }
        final Path folder = context.getWorkflowManager().getContext().getCurrentLocation().toPath();
        return folder.resolve(url.toURI().getPath().substring(1)).normalize();
    }

    /** Makes URLs of the protocol, which no other code here knows. */
    private static final class KnimeUrls extends URLStreamHandler {

        @Override
        protected URLConnection openConnection(final URL url) throws IOException {
            try {
                return resolveToPath(url).toUri().toURL().openConnection();
            } catch (URISyntaxException e) {
                throw new IOException(e);
            }
        }
    }

    /**
     * @param dir a file or folder
     * @return whether it is gone, with everything in it
     */
    public static boolean deleteRecursively(final File dir) {
        try (Stream<Path> found = Files.walk(dir.toPath())) {
            final List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (IOException e) {
            return !dir.exists();
        }
    }
}
