// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import java.io.IOException;
import java.util.zip.ZipEntry;

import javax.swing.JComponent;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContent;
import org.knime.core.node.ModelContentRO;
import org.knime.core.node.ModelContentWO;

/** A spec that is written as model content. Subclasses have a public constructor without arguments. */
public abstract class AbstractSimplePortObjectSpec implements PortObjectSpec {

    /** @param model where the spec is written */
    protected abstract void save(ModelContentWO model);

    /**
     * Reads the content into this new spec.
     *
     * @param model where the spec was written
     * @throws InvalidSettingsException if something is missing or wrong
     */
    protected abstract void load(ModelContentRO model) throws InvalidSettingsException;

    @Override
    public JComponent[] getViews() {
        return new JComponent[0];
    }

    /** Specs are equal if they are of the same class and write the same content. */
    @Override
    public boolean equals(final Object other) {
        return this == other
            || other != null && getClass() == other.getClass()
                && content().isIdentical(((AbstractSimplePortObjectSpec)other).content());
    }

    @Override
    public int hashCode() {
        return content().toString().hashCode();
    }

    private ModelContent content() {
        final ModelContent content = new ModelContent("model");
        save(content);
        return content;
    }

    /**
     * Writes one entry content.xml with the class and the spec's content.
     *
     * @param <T> the class of the specs
     */
    public abstract static class AbstractSimplePortObjectSpecSerializer<T extends AbstractSimplePortObjectSpec>
        extends PortObjectSpecSerializer<T> {

        @Override
        public void savePortObjectSpec(final T portObjectSpec, final PortObjectSpecZipOutputStream out)
            throws IOException {
            final ModelContent model = new ModelContent("model.xml");
            savePortObjectSpecToModelSettings(portObjectSpec, model);
            out.putNextEntry(new ZipEntry("content.xml"));
            model.saveToXML(new AbstractPortObject.EntryOutput(out));
            out.closeEntry();
        }

        @Override
        @SuppressWarnings("unchecked")
        public T loadPortObjectSpec(final PortObjectSpecZipInputStream in) throws IOException {
            PortUtil.expectEntry(in, "content.xml");
            final ModelContentRO model = ModelContent.loadFromXML(new AbstractPortObject.EntryInput(in));
            try {
                return (T)loadPortObjectSpecFromModelSettings(model);
            } catch (InvalidSettingsException e) {
                throw new IOException("content.xml: " + e.getMessage(), e);
            }
        }

        /**
         * @param spec the spec
         * @param model where it is written
         */
        public static void savePortObjectSpecToModelSettings(final AbstractSimplePortObjectSpec spec,
            final ModelContentWO model) {
            model.addInt("version", 1);
            model.addString("class_name", spec.getClass().getName());
            spec.save(model.addModelContent("model"));
        }

        /**
         * @param model where the spec was written
         * @return the spec
         * @throws InvalidSettingsException if the class is unknown or the content is wrong
         */
        public static AbstractSimplePortObjectSpec loadPortObjectSpecFromModelSettings(final ModelContentRO model)
            throws InvalidSettingsException {
            final String name = model.getString("class_name");
            final AbstractSimplePortObjectSpec spec;
            try {
                spec = PortUtil.newInstance(name, PortTypeRegistry.getInstance().getSpecClass(name)
                    .orElseThrow(() -> new IOException("No port type has the spec class \"" + name + "\".")),
                    AbstractSimplePortObjectSpec.class);
            } catch (IOException e) {
                throw new InvalidSettingsException(e.getMessage(), e);
            }
            spec.load(model.getModelContent("model"));
            return spec;
        }
    }
}
