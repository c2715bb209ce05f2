// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a folder, with those that are open and have no name any more where the system tells of them. */
public final class OpenFiles {

    private static final Path OPEN = Path.of("/proc/self/fd");

    private OpenFiles() {
    }

    /** How many there are. */
    public static long in(final Path folder) throws IOException {
        try (Stream<Path> named = Files.list(folder)) {
            return named.count() + nameless(folder.toRealPath());
        }
    }

    private static long nameless(final Path folder) throws IOException {
        if (!Files.isDirectory(OPEN)) {
            return 0;
        }
        final List<Path> links;
        try (Stream<Path> all = Files.list(OPEN)) {
            links = all.toList();
        }
        return links.stream().filter(link -> {
            try {
                final String target = Files.readSymbolicLink(link).toString();
                return target.startsWith(folder + "/") && target.endsWith(" (deleted)");
            } catch (IOException closed) {
                return false;
            }
        }).count();
    }

    /** Whether nameless files are seen: where they have no name and the system does not tell of them, none is. */
    public static boolean areSeen(final Path folder) throws IOException {
        return Files.isDirectory(OPEN) || !Files.getFileStore(folder).supportsFileAttributeView("posix");
    }
}
