// SPDX-License-Identifier: Apache-2.0
package org.knime.core.webui.page;

import org.knime.standin.ui.view.BundleFiles;

/** A page from a bundle's files. */
public class FromFilePage extends Page {

    private final BundleFiles files;

    FromFilePage(final BundleFiles files, final String relativeFilePath) {
        super(files.file(relativeFilePath));
        this.files = files;
    }

    /**
     * @param relativeFilePath a file that the page loads, relative to the base path
     * @return this
     */
    public FromFilePage addResourceFile(final String relativeFilePath) {
        m_resources.put(relativeFilePath, files.file(relativeFilePath));
        return this;
    }

    /**
     * @param relativeDirPath a folder from which the page loads, relative to the base path
     * @return this
     */
    public FromFilePage addResourceDirectory(final String relativeDirPath) {
        for (final var path : files.list(relativeDirPath)) {
            m_resources.put(path, files.file(path));
        }
        return this;
    }
}
