// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;

import javax.swing.JComponent;

import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContentRO;
import org.knime.core.node.ModelContentWO;
import org.knime.core.node.port.AbstractPortObject;
import org.knime.core.node.port.AbstractSimplePortObjectSpec;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortObjectZipInputStream;
import org.knime.core.node.port.PortObjectZipOutputStream;

/** A number with a name. */
public final class NumberPortObject extends AbstractPortObject {

    private double number;

    private Spec spec;

    /** For its serializer. */
    public NumberPortObject() {
    }

    public NumberPortObject(final double number, final String name) {
        this.number = number;
        this.spec = new Spec(name);
    }

    public double number() {
        return number;
    }

    @Override
    public String getSummary() {
        return spec.name + " = " + number;
    }

    @Override
    public Spec getSpec() {
        return spec;
    }

    @Override
    public JComponent[] getViews() {
        return new JComponent[0];
    }

    @Override
    protected void save(final PortObjectZipOutputStream out, final ExecutionMonitor exec) throws IOException {
        out.putNextEntry(new ZipEntry("number.txt"));
        out.write(Double.toString(number).getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }

    @Override
    protected void load(final PortObjectZipInputStream in, final PortObjectSpec objectSpec,
        final ExecutionMonitor exec) throws IOException {
        try {
            if (in.getNextEntry() == null) {
                throw new IOException("There is no number.");
            }
            number = Double.parseDouble(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) { // no number, or an entry whose name is no UTF-8
            throw new IOException(e);
        }
        spec = (Spec)objectSpec;
    }

    /** Writes and reads the numbers. */
    public static final class Serializer extends AbstractPortObjectSerializer<NumberPortObject> {
    }

    /** The name. */
    public static final class Spec extends AbstractSimplePortObjectSpec {

        private String name;

        /** For its serializer. */
        public Spec() {
        }

        Spec(final String name) {
            this.name = name;
        }

        public String name() {
            return name;
        }

        @Override
        protected void save(final ModelContentWO model) {
            model.addString("name", name);
        }

        @Override
        protected void load(final ModelContentRO model) throws InvalidSettingsException {
            name = model.getString("name");
        }
    }

    /** Writes and reads the names. */
    public static final class SpecSerializer
        extends AbstractSimplePortObjectSpec.AbstractSimplePortObjectSpecSerializer<Spec> {
    }
}
