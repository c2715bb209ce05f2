// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port.pmml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;

import org.knime.core.data.DataTableSpec;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.port.PortObjectSpec.PortObjectSpecSerializer;
import org.knime.core.node.port.PortObjectSpecZipInputStream;
import org.knime.core.node.port.PortObjectSpecZipOutputStream;

/** Writes and reads the specs of documents; named in plugin.xml. */
public class PMMLPortObjectSpecSerializer extends PortObjectSpecSerializer<PMMLPortObjectSpec> {

    private static final String LEARNING = "learning";

    private static final String TARGET = "target";

    @Override
    public void savePortObjectSpec(final PMMLPortObjectSpec spec, final PortObjectSpecZipOutputStream out)
        throws IOException {
        final NodeSettings table = new NodeSettings("DataTableSpec");
        spec.getDataTableSpec().save(table);
        write(table, "DataTableSpec.xml", out);
        final NodeSettings fields = new NodeSettings("MiningSchema");
        fields.addStringArray(LEARNING, spec.getLearningFields().toArray(String[]::new));
        fields.addStringArray(TARGET, spec.getTargetFields().toArray(String[]::new));
        write(fields, "MiningSchema.xml", out);
    }

    private static void write(final NodeSettings settings, final String name, final PortObjectSpecZipOutputStream out)
        throws IOException {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        settings.saveToXML(text);
        out.putNextEntry(new ZipEntry(name));
        text.writeTo(out);
        out.closeEntry();
    }

    @Override
    public PMMLPortObjectSpec loadPortObjectSpec(final PortObjectSpecZipInputStream in) throws IOException {
        try {
            final DataTableSpec table = DataTableSpec.load(read(in));
            final NodeSettingsRO fields = read(in);
            return new PMMLPortObjectSpec(table, List.of(fields.getStringArray(LEARNING)),
                List.of(fields.getStringArray(TARGET)));
        } catch (InvalidSettingsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static NodeSettingsRO read(final PortObjectSpecZipInputStream in) throws IOException {
        if (in.getNextEntry() == null) {
            throw new IOException("The file does not hold the fields of a PMML document.");
        }
        return NodeSettings.loadFromXML(new ByteArrayInputStream(in.readAllBytes()));
    }
}
