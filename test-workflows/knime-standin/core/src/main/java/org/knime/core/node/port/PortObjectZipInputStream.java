// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipInputStream;

/** A zip file of a port object; stands behind its mark. */
public class PortObjectZipInputStream extends ZipInputStream {

    PortObjectZipInputStream(final InputStream in) throws IOException {
        super(in);
        PortUtil.skipMark(this, PortUtil.OBJECT_MARK);
    }
}
