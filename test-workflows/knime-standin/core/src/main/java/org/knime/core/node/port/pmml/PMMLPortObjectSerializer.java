// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port.pmml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;

import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.port.PortObject.PortObjectSerializer;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortObjectZipInputStream;
import org.knime.core.node.port.PortObjectZipOutputStream;

/** Writes and reads documents; named in plugin.xml. */
public final class PMMLPortObjectSerializer extends PortObjectSerializer<PMMLPortObject> {

    private static final String ENTRY = "PMML";

    @Override
    public void savePortObject(final PMMLPortObject portObject, final PortObjectZipOutputStream out,
        final ExecutionMonitor exec) throws IOException, CanceledExecutionException {
        final ByteArrayOutputStream document = new ByteArrayOutputStream();
        portObject.save(document);
        out.putNextEntry(new ZipEntry(ENTRY));
        document.writeTo(out);
        out.closeEntry();
    }

    @Override
    public PMMLPortObject loadPortObject(final PortObjectZipInputStream in, final PortObjectSpec spec,
        final ExecutionMonitor exec) throws IOException, CanceledExecutionException {
        final ZipEntry entry = in.getNextEntry();
        if (entry == null || !ENTRY.equals(entry.getName())) {
            throw new IOException("The file does not hold a PMML document.");
        }
        final PMMLPortObject object = new PMMLPortObject((PMMLPortObjectSpec)spec);
        object.loadFrom((PMMLPortObjectSpec)spec, new ByteArrayInputStream(in.readAllBytes()));
        return object;
    }
}
