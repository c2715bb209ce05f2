// SPDX-License-Identifier: Apache-2.0
package org.knime.core.util;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.knime.core.node.KNIMEConstants;

/** Temporary files and folders in the platform's temporary folder. */
public final class FileUtil {

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
