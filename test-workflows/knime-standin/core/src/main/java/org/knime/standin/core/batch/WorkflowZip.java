// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Workflow folders as zip files. */
final class WorkflowZip {

    private WorkflowZip() {
    }

    /** Unpacks a zip file into a folder and returns the folder with workflow.knime: that one or the only one in it. */
    static Path unpack(final Path file, final Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                final Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("The entry \"" + entry.getName() + "\" of " + file
                        + " would lie outside of the workflow.");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
        if (Files.exists(folder.resolve("workflow.knime"))) {
            return folder;
        }
        try (Stream<Path> children = Files.list(folder)) {
            final List<Path> workflows =
                children.filter(child -> Files.exists(child.resolve("workflow.knime"))).toList();
            if (workflows.size() != 1) {
                throw new IOException("There are " + workflows.size() + " workflows in " + file + ", not one.");
            }
            return workflows.get(0);
        }
    }

    /** Packs a folder, by its name, into a zip file. */
    static void pack(final Path folder, final Path file) throws IOException {
        final Path part = file.toAbsolutePath().resolveSibling(file.getFileName() + ".part");
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part)));
                Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.filter(Files::isRegularFile).sorted().toList()) {
                final String name = folder.getParent().relativize(path).toString().replace('\\', '/');
                zip.putNextEntry(new ZipEntry(name));
                Files.copy(path, zip);
            }
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
