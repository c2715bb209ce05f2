// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipInputStream;

/** A zip file of a spec; stands behind its mark. */
public class PortObjectSpecZipInputStream extends ZipInputStream {

    PortObjectSpecZipInputStream(final InputStream in) throws IOException {
        super(in);
        PortUtil.skipMark(this, PortUtil.SPEC_MARK);
    }
}
