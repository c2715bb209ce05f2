// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import org.knime.core.webui.page.Resource;
import org.knime.core.webui.page.Resource.ContentType;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * The files below a folder of a bundle. Outside OSGi the folder is looked for beside the classes and in the folders
 * above them, so that a project's unit tests find its page.
 */
public final class BundleFiles {

    private final Class<?> bundleClass;

    private final String basePath;

    /**
     * @param bundleClass a class of the bundle
     * @param basePath a folder in the bundle
     */
    public BundleFiles(final Class<?> bundleClass, final String basePath) {
        this.bundleClass = bundleClass;
        this.basePath = basePath;
    }

    /**
     * @param relativePath a file, relative to the folder
     * @return the file; that it is there is checked when it is read
     */
    public Resource file(final String relativePath) {
        return new File(relativePath);
    }

    /**
     * @param relativePath a folder, relative to this folder
     * @return the paths of all files in it and below, relative to this folder
     */
    public List<String> list(final String relativePath) {
        final var bundle = FrameworkUtil.getBundle(bundleClass);
        if (bundle == null) {
            final var base = projectFolder();
            try (var files = Files.walk(base.resolve(relativePath))) {
                return files.filter(Files::isRegularFile)
                    .map(file -> base.relativize(file).toString().replace('\\', '/')).sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException("No folder \"" + relativePath + "\" in \"" + base + "\"", e);
            }
        }
        final var entries = bundle.findEntries(basePath + "/" + relativePath, "*", true);
        if (entries == null) {
            throw new IllegalStateException("No folder \"" + basePath + "/" + relativePath + "\" in the bundle "
                + bundle.getSymbolicName());
        }
        return Collections.list(entries).stream().map(url -> url.getPath()).filter(path -> !path.endsWith("/"))
            .map(path -> path.substring(path.indexOf(basePath + "/") + basePath.length() + 1)).sorted().toList();
    }

    private InputStream open(final String relativePath) throws IOException {
        final Bundle bundle = FrameworkUtil.getBundle(bundleClass);
        if (bundle == null) {
            return Files.newInputStream(projectFolder().resolve(relativePath));
        }
        final var url = bundle.getEntry(basePath + "/" + relativePath);
        if (url == null) {
            throw new IOException("No file \"" + basePath + "/" + relativePath + "\" in the bundle "
                + bundle.getSymbolicName());
        }
        return url.openStream();
    }

    private Path projectFolder() {
        final URI classes;
        try {
            classes = bundleClass.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        for (var folder = Path.of(classes); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(basePath))) {
                return folder.resolve(basePath);
            }
        }
        throw new IllegalStateException("No folder \"" + basePath + "\" at or above " + classes);
    }

    private final class File implements Resource {

        private final String relativePath;

        File(final String relativePath) {
            this.relativePath = relativePath;
        }

        @Override
        public String getRelativePath() {
            return relativePath;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return open(relativePath);
        }

        @Override
        public ContentType getContentType() {
            final var extension = relativePath.substring(relativePath.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            return switch (extension) {
                case "html" -> ContentType.HTML;
                case "js" -> ContentType.SHADOW_APP;
                case "svg" -> ContentType.SVG;
                case "png" -> ContentType.PNG;
                default -> throw new IllegalArgumentException("A page cannot be a ." + extension + " file: "
                    + relativePath);
            };
        }
    }
}
