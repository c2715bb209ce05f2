// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;

import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContent;
import org.knime.core.node.ModelContentRO;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectZipInputStream;
import org.knime.core.node.port.PortObjectZipOutputStream;
import org.knime.core.node.port.PortUtil;

/** A network that was written to files and read again. */
public final class SavedNetwork {

    private SavedNetwork() {
    }

    /** What is saved of a spec. */
    public static ModelContent content(final DbnPortObjectSpec spec) {
        final ModelContent content = new ModelContent("spec");
        spec.save(content);
        return content;
    }

    /** The spec that was saved so. */
    public static DbnPortObjectSpec spec(final ModelContentRO content) throws InvalidSettingsException {
        final DbnPortObjectSpec spec = new DbnPortObjectSpec();
        spec.load(content);
        return spec;
    }

    /** As a Model Writer and a Model Reader do, and KNIME with a saved workflow: the spec as XML, then the network. */
    public static PortObject readAgain(final PortObject network) throws Exception {
        final DbnPortObject object = (DbnPortObject)network;
        final ModelContent content = new ModelContent("spec");
        object.getSpec().save(content);
        final ByteArrayOutputStream xml = new ByteArrayOutputStream();
        content.saveToXML(xml);
        final DbnPortObjectSpec spec = new DbnPortObjectSpec();
        spec.load(ModelContent.loadFromXML(new ByteArrayInputStream(xml.toByteArray())));
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PortObjectZipOutputStream out = PortUtil.getPortObjectZipOutputStream(bytes)) {
            object.save(out, new ExecutionMonitor());
        }
        try (PortObjectZipInputStream in =
            PortUtil.getPortObjectZipInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            final DbnPortObject again = new DbnPortObject();
            again.load(in, spec, new ExecutionMonitor());
            return again;
        }
    }
}
