// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContent;
import org.knime.core.node.ModelContentRO;

/** A port object that writes itself into a zip file. Subclasses have a public constructor without arguments. */
public abstract class AbstractPortObject implements PortObject {

    /**
     * Writes the content; the stream stays open.
     *
     * @param out the target; begin with {@code putNextEntry}
     * @param exec progress and cancellation
     * @throws IOException if it cannot be written
     * @throws CanceledExecutionException if the user cancelled
     */
    protected abstract void save(PortObjectZipOutputStream out, ExecutionMonitor exec)
        throws IOException, CanceledExecutionException;

    /**
     * Reads the content into this new object.
     *
     * @param in the source; begin with {@code getNextEntry}
     * @param spec the object's spec
     * @param exec progress and cancellation
     * @throws IOException if it cannot be read
     * @throws CanceledExecutionException if the user cancelled
     */
    protected abstract void load(PortObjectZipInputStream in, PortObjectSpec spec, ExecutionMonitor exec)
        throws IOException, CanceledExecutionException;

    /**
     * Writes an entry meta.xml with the class, then what the object itself writes.
     *
     * @param <T> the class of the objects
     */
    public abstract static class AbstractPortObjectSerializer<T extends AbstractPortObject>
        extends PortObjectSerializer<T> {

        @Override
        public void savePortObject(final T portObject, final PortObjectZipOutputStream out,
            final ExecutionMonitor exec) throws IOException, CanceledExecutionException {
            final ModelContent meta = new ModelContent("meta.xml");
            meta.addInt("version", 1);
            meta.addString("class_name", portObject.getClass().getName());
            out.putNextEntry(new ZipEntry("meta.xml"));
            meta.saveToXML(new EntryOutput(out));
            out.closeEntry();
            portObject.save(out, exec);
        }

        @Override
        @SuppressWarnings("unchecked")
        public T loadPortObject(final PortObjectZipInputStream in, final PortObjectSpec spec,
            final ExecutionMonitor exec) throws IOException, CanceledExecutionException {
            PortUtil.expectEntry(in, "meta.xml");
            final ModelContentRO meta = ModelContent.loadFromXML(new EntryInput(in));
            final AbstractPortObject object;
            try {
                final String name = meta.getString("class_name");
                object = PortUtil.newInstance(name, PortTypeRegistry.getInstance().getObjectClass(name)
                    .orElseThrow(() -> new IOException("No port type has the object class \"" + name + "\".")),
                    AbstractPortObject.class);
            } catch (InvalidSettingsException e) {
                throw new IOException("meta.xml: " + e.getMessage(), e);
            }
            object.load(in, spec, exec);
            return (T)object;
        }
    }

    /** Ends with its zip entry and leaves the zip file open. */
    static final class EntryOutput extends FilterOutputStream {

        EntryOutput(final ZipOutputStream out) {
            super(out);
        }

        @Override
        public void write(final byte[] bytes, final int offset, final int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** Ends with its zip entry and leaves the zip file open. */
    static final class EntryInput extends FilterInputStream {

        EntryInput(final ZipInputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // the zip file's owner closes it
        }
    }
}
