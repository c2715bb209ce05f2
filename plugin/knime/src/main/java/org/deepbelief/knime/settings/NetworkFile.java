// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.util.FileUtil;

/** The file that the setting "File" (file) of a node names: by a path, or by a URL that KNIME resolves to one. */
public final class NetworkFile {

    /** The title and the key of the setting, for messages. */
    public static final String SETTING = "\"File\" (file)";

    private static final String EXAMPLE = "knime://knime.workflow/data/network.dbn.zip";

    /** One letter before a colon is a drive. */
    private static final Pattern URL_BEGINNING = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    private NetworkFile() {
    }

    /**
     * Where the file lies, if it is there or not.
     *
     * @param text an absolute path, a file: URL, or a knime:// URL of a place on this machine
     * @throws InvalidSettingsException if it is something else; the message says what to write
     */
    public static Path of(final String text) throws InvalidSettingsException {
        final String name = text.strip();
        if (name.isEmpty()) {
            throw new InvalidSettingsException("No file is named. Write its path or its URL, such as " + EXAMPLE
                + ", into the setting " + SETTING + ".");
        }
        try {
            if (!URL_BEGINNING.matcher(name).matches() && !Path.of(name).isAbsolute()) {
                throw new InvalidSettingsException("The setting " + SETTING + " is \"" + name + "\", which begins"
                    + " nowhere. Write the whole path, or a URL relative to the workflow, such as " + EXAMPLE + ".");
            }
            final Path path = FileUtil.resolveToPath(FileUtil.toURL(name));
            if (path == null) {
                throw new InvalidSettingsException("The setting " + SETTING + " is \"" + name + "\", which is no file"
                    + " on this machine. Copy the file here, or write into the workflow, such as to " + EXAMPLE + ".");
            }
            return path.toAbsolutePath().normalize();
        } catch (MalformedURLException | URISyntaxException | IllegalArgumentException e) {
            throw new InvalidSettingsException("The setting " + SETTING + " is \"" + name + "\", which is neither a"
                + " path nor a URL (" + e.getMessage() + "). In a URL, write %20 for a blank.", e);
        } catch (IOException e) {
            throw new InvalidSettingsException("The setting " + SETTING + " is \"" + name + "\", which KNIME cannot"
                + " resolve: " + e.getMessage(), e);
        }
    }

    /**
     * What went wrong with a file, in words: those of Java are often its name alone.
     *
     * @param failed what did not work, as the beginning of a sentence
     */
    public static IOException failure(final String failed, final Path file, final IOException cause) {
        final String reason;
        if (cause instanceof AccessDeniedException) {
            reason = "access is denied";
        } else if (cause instanceof NoSuchFileException) {
            reason = "it is not there";
        } else if (cause instanceof FileAlreadyExistsException) {
            reason = "there is such a file by now";
        } else if (cause instanceof FileSystemException system && system.getReason() != null) {
            reason = system.getReason();
        } else {
            reason = cause.getMessage();
        }
        return new IOException(failed + " \"" + file + "\": " + reason + ".", cause);
    }
}
