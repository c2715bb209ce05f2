// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The platform's version and folders. */
public final class KNIMEConstants {

    /** The version whose interfaces are offered. */
    public static final String VERSION = "5.8.0";

    /** The system property that names the folder for temporary files. */
    public static final String PROPERTY_TEMP_DIR = "knime.tmpdir";

    private static Path temporary;

    private KNIMEConstants() {
    }

    /** @return the folder for temporary files */
    public static synchronized Path getKNIMETempPath() {
        if (temporary == null) {
            temporary = Path.of(System.getProperty(PROPERTY_TEMP_DIR, System.getProperty("java.io.tmpdir")));
        }
        try {
            return Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for temporary files cannot be created: " + temporary, e);
        }
    }

    /** @return the folder for temporary files */
    public static String getKNIMETempDir() {
        return getKNIMETempPath().toAbsolutePath().toString();
    }

    /** @param dir the folder for temporary files from now on */
    public static synchronized void setKNIMETempDir(final File dir) {
        temporary = dir.toPath();
    }
}
