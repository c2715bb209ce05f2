// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip file of a port object; its first entry is an empty mark. */
public class PortObjectZipOutputStream extends ZipOutputStream {

    PortObjectZipOutputStream(final OutputStream out) throws IOException {
        super(out);
        putNextEntry(new ZipEntry(PortUtil.OBJECT_MARK));
    }
}
