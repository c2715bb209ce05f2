// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.workflow.NodeContext;

/** The file that a node's settings name: relative to the workflow or its data folder, or local. */
public final class FileLocation {

    private FileLocation() {
    }

    /**
     * @param chooser the settings of a file chooser, with a group {@code path}
     * @return the file
     * @throws InvalidSettingsException if no file is named, or one in a file system that the stand-in does not have
     */
    public static Path of(final NodeSettingsRO chooser) throws InvalidSettingsException {
        final var location = chooser.getNodeSettings("path");
        final var name = location.getString("path", null);
        if (!location.getBoolean("location_present") || name == null || name.isBlank()) {
            throw new InvalidSettingsException("Please specify a file.");
        }
        final var system = location.getString("file_system_type");
        final var specifier = location.getString("file_system_specifier", null);
        try {
            return switch (system) {
                case "LOCAL" -> Path.of(name).toAbsolutePath().normalize();
                case "RELATIVE" -> folder(specifier).resolve(name).normalize();
                default -> throw new InvalidSettingsException("The file \"" + name + "\" is in the file system \""
                    + system + "\"; only RELATIVE and LOCAL are available here.");
            };
        } catch (InvalidPathException e) {
            throw new InvalidSettingsException("\"" + name + "\" is no path: " + e.getReason(), e);
        }
    }

    private static Path folder(final String specifier) throws InvalidSettingsException {
        final var context = NodeContext.getContext();
        if (context == null) {
            throw new InvalidSettingsException("Only a node in a workflow can have files relative to it.");
        }
        final var workflow = context.getWorkflowManager().getContext().getCurrentLocation().toPath();
        return switch (String.valueOf(specifier)) {
            case "knime.workflow" -> workflow;
            case "knime.workflow.data" -> workflow.resolve("data");
            default -> throw new InvalidSettingsException("Files relative to \"" + specifier
                + "\" are not available here; only knime.workflow and knime.workflow.data are.");
        };
    }

    /**
     * Checks that a file to be read is there.
     *
     * @param chooser the settings of a file chooser
     * @return the file
     * @throws InvalidSettingsException if it is not there
     */
    public static Path existing(final NodeSettingsRO chooser) throws InvalidSettingsException {
        if (chooser.containsKey("filter_mode")) {
            final var mode = chooser.getNodeSettings("filter_mode").getString("filter_mode", "FILE");
            if (!mode.equals("FILE")) {
                throw new InvalidSettingsException("Only single files can be read here, not " + mode + ".");
            }
        }
        final var file = of(chooser);
        if (!Files.isRegularFile(file)) {
            throw new InvalidSettingsException("There is no file \"" + file + "\".");
        }
        return file;
    }

    /** What is written to a file. */
    @FunctionalInterface
    public interface Content<X extends Exception> {

        /**
         * @param file where to write it
         * @throws IOException if it cannot be written
         * @throws X if it is given up
         */
        void write(Path file) throws IOException, X;
    }

    /** What happens if the file to be written is there already. The names are, in lower case, those of the settings. */
    public enum IfPathExists {
        /** It is replaced. */
        OVERWRITE,
        /** What is written is added at its end. */
        APPEND,
        /** The node fails. */
        FAIL;

        /**
         * @param chooser the settings of a file chooser
         * @return what they say
         * @throws InvalidSettingsException if they say something else
         */
        public static IfPathExists of(final NodeSettingsRO chooser) throws InvalidSettingsException {
            final var name = chooser.getString("if_path_exists");
            for (final var policy : values()) {
                if (policy.name().equalsIgnoreCase(name)) {
                    return policy;
                }
            }
            throw new InvalidSettingsException("The setting \"if_path_exists\" cannot be \"" + name + "\".");
        }
    }

    /**
     * Checks what can be said of a file to be written before it is.
     *
     * @param chooser the settings of a file chooser
     * @return the file
     * @throws InvalidSettingsException if its folder is missing and must not be made, or if it must not be there
     */
    public static Path writable(final NodeSettingsRO chooser) throws InvalidSettingsException {
        final var file = of(chooser);
        if (Files.isDirectory(file)) {
            throw new InvalidSettingsException("\"" + file + "\" is a folder.");
        }
        if (!Files.isDirectory(file.getParent()) && !chooser.getBoolean("create_missing_folders")) {
            throw new InvalidSettingsException("There is no folder \"" + file.getParent()
                + "\" and the settings do not allow to create it.");
        }
        if (Files.exists(file) && IfPathExists.of(chooser) == IfPathExists.FAIL) {
            throw new InvalidSettingsException("The file \"" + file
                + "\" exists and the settings do not allow to overwrite it.");
        }
        return file;
    }

    /**
     * Writes a file as a whole or not at all: to a temporary file beside it, which then takes its place.
     *
     * @param file the file
     * @param append whether the content comes after what the file has now
     * @param content writes the content
     * @param <X> what the content throws when it is given up
     * @throws IOException if it cannot be written
     * @throws X if the content is given up
     */
    public static <X extends Exception> void replace(final Path file, final boolean append, final Content<X> content)
        throws IOException, X {
        Files.createDirectories(file.getParent());
        // Files.createTempFile would make a file that only its owner can read
        final var temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            if (append && Files.exists(file)) {
                Files.copy(file, temporary);
            } else {
                Files.createFile(temporary);
            }
            content.write(temporary);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
