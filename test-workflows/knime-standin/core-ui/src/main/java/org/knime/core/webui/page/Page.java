// SPDX-License-Identifier: Apache-2.0
package org.knime.core.webui.page;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.knime.core.node.FluentNodeAPI;
import org.knime.standin.ui.view.BundleFiles;

/** A view's page: its main file and the files that it loads. */
public class Page implements Resource, FluentNodeAPI {

    /** The files that the page loads, by relative path. */
    protected final Map<String, Resource> m_resources = new TreeMap<>();

    private final Resource main;

    Page(final Resource main) {
        this.main = main;
    }

    /** @return the first stage */
    public static RequireFromFileOrString create() {
        return () -> bundleClass -> basePath -> relativeFilePath -> new FromFilePage(
            new BundleFiles(bundleClass, basePath), relativeFilePath);
    }

    /**
     * @param relativePath a path relative to the base path
     * @return the file that the page loads from there, empty if it was not added
     */
    public Optional<Resource> getResource(final String relativePath) {
        return Optional.ofNullable(m_resources.get(relativePath));
    }

    @Override
    public String getRelativePath() {
        return main.getRelativePath();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return main.getInputStream();
    }

    @Override
    public ContentType getContentType() {
        return main.getContentType();
    }

    /** The stage that says where the page comes from. */
    public interface RequireFromFileOrString {

        /** @return the next stage, for a page from a bundle's files */
        RequireBundle fromFile();
    }

    /** The stage that takes the bundle. */
    public interface RequireBundle {

        /**
         * @param clazz a class of the bundle
         * @return the next stage
         */
        RequireBasePath bundleClass(Class<?> clazz);
    }

    /** The stage that takes the folder. */
    public interface RequireBasePath {

        /**
         * @param basePath a folder in the bundle
         * @return the next stage
         */
        RequireRelativeFilePath basePath(String basePath);
    }

    /** The stage that takes the main file. */
    public interface RequireRelativeFilePath {

        /**
         * @param relativeFilePath the main file, relative to the base path
         * @return the page
         */
        FromFilePage relativeFilePath(String relativeFilePath);
    }
}
