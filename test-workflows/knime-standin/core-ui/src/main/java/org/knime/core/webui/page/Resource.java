// SPDX-License-Identifier: Apache-2.0
package org.knime.core.webui.page;

import java.io.IOException;
import java.io.InputStream;

/** A file of a page. */
public interface Resource {

    /** @return the path, relative to the page's base path */
    String getRelativePath();

    /**
     * @return the content, to be closed by the caller
     * @throws IOException if it cannot be read
     */
    InputStream getInputStream() throws IOException;

    /** @return the kind of content */
    ContentType getContentType();

    /** The kind of a page's content. */
    enum ContentType {
        /** A web page. */
        HTML,
        /** A JavaScript module that draws into a shadow root. */
        SHADOW_APP,
        /** A vector image. */
        SVG,
        /** A pixel image. */
        PNG
    }
}
