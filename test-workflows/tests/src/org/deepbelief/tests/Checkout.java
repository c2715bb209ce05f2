// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The folder that this build runs in. */
public final class Checkout {

    /** The top of the checkout. */
    public static final Path ROOT = Path.of(System.getProperty("checkout")).toAbsolutePath().normalize();

    /** The folder of the test workflows. */
    public static final Path WORKFLOWS = ROOT.resolve("test-workflows");

    private Checkout() {
    }

    /** Every folder below {@link #WORKFLOWS} that holds a workflow. */
    public static List<Path> workflows() {
        try (Stream<Path> folders = Files.list(WORKFLOWS)) {
            return folders.filter(folder -> Files.exists(folder.resolve("workflow.knime"))).sorted().toList();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Copies a folder with all that is in it to a folder that does not exist yet, and returns that. */
    public static Path copy(final Path source, final Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(final Path folder, final BasicFileAttributes attributes)
                throws IOException {
                Files.createDirectories(target.resolve(source.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
                Files.copy(file, target.resolve(source.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        return target;
    }
}
